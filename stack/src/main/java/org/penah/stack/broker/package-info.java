/** The message broker, ActiveMQ Artemis with AMQP 1.0, in a separate process so that it can fail alone. */
@NullMarked
package org.penah.stack.broker;

import org.jspecify.annotations.NullMarked;
