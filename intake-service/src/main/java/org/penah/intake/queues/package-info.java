/** Which AMQP queues this service sends to and takes from; its account at the broker has no others. */
@NullMarked
package org.penah.intake.queues;

import org.jspecify.annotations.NullMarked;
