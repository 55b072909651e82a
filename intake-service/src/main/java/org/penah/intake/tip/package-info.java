/** Keeps a sealed tip and tells the other services of it: one row and its events, in one transaction. */
@NullMarked
package org.penah.intake.tip;

import org.jspecify.annotations.NullMarked;
