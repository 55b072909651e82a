/** Tor on this machine alone: a network of its own on loopback, and the onion service in front of intake. */
@NullMarked
package org.penah.stack.tor;

import org.jspecify.annotations.NullMarked;
