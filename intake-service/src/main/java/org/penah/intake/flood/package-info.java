/** Handles floods: circuits wait their turn, tips are slowed and marked, none is dropped. */
@NullMarked
package org.penah.intake.flood;

import org.jspecify.annotations.NullMarked;
