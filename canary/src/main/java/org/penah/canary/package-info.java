/** A synthetic source: it sends tips as sources do, and checks that they reach a partner and that the answer comes back. */
@NullMarked
package org.penah.canary;

import org.jspecify.annotations.NullMarked;
