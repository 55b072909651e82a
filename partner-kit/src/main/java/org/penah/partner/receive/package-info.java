/** The server that alerts arrive at. */
@NullMarked
package org.penah.partner.receive;

import org.jspecify.annotations.NullMarked;
