/** The events that notify-service takes and sends, as its own copy of the contract in docs/contracts. */
@NullMarked
package org.penah.notify.event;

import org.jspecify.annotations.NullMarked;
