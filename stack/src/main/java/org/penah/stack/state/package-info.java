/** What the stack keeps on disk between two starts: one folder, its secrets, and who holds it now. */
@NullMarked
package org.penah.stack.state;

import org.jspecify.annotations.NullMarked;
