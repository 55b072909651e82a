/** The keys of the demo: a whole ceremony at the first start, with its passphrases beside it, which no real ceremony may do. */
@NullMarked
package org.penah.stack.keys;

import org.jspecify.annotations.NullMarked;
