/** How an installation sets up the form: the queue of each topic, the key of each queue today, and the secret of the form's tokens. */
@NullMarked
package org.penah.intake.routing;

import org.jspecify.annotations.NullMarked;
