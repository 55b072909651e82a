/** The state of the stack on disk between two starts: one folder, its secrets, and its current holder. */
@NullMarked
package org.penah.stack.state;

import org.jspecify.annotations.NullMarked;
