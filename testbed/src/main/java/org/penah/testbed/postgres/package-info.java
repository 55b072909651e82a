/** A PostgreSQL server of the test's own. */
@NullMarked
package org.penah.testbed.postgres;

import org.jspecify.annotations.NullMarked;
