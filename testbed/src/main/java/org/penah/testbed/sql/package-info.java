/** Which package of a service owns which table. */
@NullMarked
package org.penah.testbed.sql;

import org.jspecify.annotations.NullMarked;
