/** A transactional outbox and inbox: events leave PostgreSQL for AMQP 1.0 and arrive from it exactly once in effect; and the day by which services delete. */
@NullMarked
package org.penah.outbox;

import org.jspecify.annotations.NullMarked;
