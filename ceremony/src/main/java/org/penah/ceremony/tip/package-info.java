/** Reads tip containers, and doubts all that they say. */
@NullMarked
package org.penah.ceremony.tip;

import org.jspecify.annotations.NullMarked;
