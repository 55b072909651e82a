/** Ports and connections on the loopback address. */
@NullMarked
package org.penah.testbed.net;

import org.jspecify.annotations.NullMarked;
