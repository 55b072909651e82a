/** The keys of the demo: a whole ceremony at the first start, with passphrases that lie beside it, as no real ones may. */
@NullMarked
package org.penah.stack.keys;

import org.jspecify.annotations.NullMarked;
