/** Ties the broker's queues to the outbox and the inbox. */
@NullMarked
package org.penah.notify.queue;

import org.jspecify.annotations.NullMarked;
