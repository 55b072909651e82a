/** The listener that Tor alone may reach, and the circuit through which a request came to it; no address of a person is in either. */
@NullMarked
package org.penah.intake.circuit;

import org.jspecify.annotations.NullMarked;
