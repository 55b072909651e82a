/** Tor only on this machine: a private network on loopback, and the onion service in front of intake. */
@NullMarked
package org.penah.stack.tor;

import org.jspecify.annotations.NullMarked;
