/** Opens drills that the desk orders. */
@NullMarked
package org.penah.notify.drill;

import org.jspecify.annotations.NullMarked;
