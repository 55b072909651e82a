/** An AMQP broker of the test's own. */
@NullMarked
package org.penah.testbed.broker;

import org.jspecify.annotations.NullMarked;
