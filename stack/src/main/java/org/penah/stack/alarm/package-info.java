/** The one table of alarms: Prometheus's rules, the guide's table and what doctor says are made of it. */
@NullMarked
package org.penah.stack.alarm;

import org.jspecify.annotations.NullMarked;
