/** Alerts as they were received: kept sealed, shown in plain words. */
@NullMarked
package org.penah.partner.inbox;

import org.jspecify.annotations.NullMarked;
