/** The message broker, ActiveMQ Artemis with AMQP 1.0, in a process of its own so that it can fail on its own. */
@NullMarked
package org.penah.stack.broker;

import org.jspecify.annotations.NullMarked;
