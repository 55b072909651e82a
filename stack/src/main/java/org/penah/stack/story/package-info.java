/** The people of the demo and of the system tests: a source, staff and a partner, each through the interface that they really use. */
@NullMarked
package org.penah.stack.story;

import org.jspecify.annotations.NullMarked;
