/** What comes back for a source: how protection organisations answered. */
@NullMarked
package org.penah.intake.mailbox;

import org.jspecify.annotations.NullMarked;
