/** The one hash that everything here is compared or found by. */
@NullMarked
package org.penah.sealing.digest;

import org.jspecify.annotations.NullMarked;
