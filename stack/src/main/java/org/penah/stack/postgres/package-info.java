/** PostgreSQL from Maven Central: its programs unpacked once, one cluster, a database with two roles for each service. */
@NullMarked
package org.penah.stack.postgres;

import org.jspecify.annotations.NullMarked;
