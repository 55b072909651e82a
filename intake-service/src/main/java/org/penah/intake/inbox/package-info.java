/** How a source comes back: with a receipt, and without a trace in the browser or here. */
@NullMarked
package org.penah.intake.inbox;

import org.jspecify.annotations.NullMarked;
