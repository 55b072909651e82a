/** penah-partner: the command line of a protection organisation, to receive alerts and to answer them. */
@NullMarked
package org.penah.partner;

import org.jspecify.annotations.NullMarked;
