/** An update while tips come in, from the jars of an earlier version to those of this one. */
@NullMarked
package org.penah.stack.upgrade;

import org.jspecify.annotations.NullMarked;
