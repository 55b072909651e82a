/** Three instances of notify-service on one database and one broker, of which any is killed anywhere. */
@NullMarked
package org.penah.stack.system.crash;

import org.jspecify.annotations.NullMarked;
