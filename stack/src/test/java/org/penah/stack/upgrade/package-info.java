/** What an update may do while the old version still runs. */
@NullMarked
package org.penah.stack.upgrade;

import org.jspecify.annotations.NullMarked;
