/** Certificates for servers of tests. */
@NullMarked
package org.penah.testbed.tls;

import org.jspecify.annotations.NullMarked;
