/** Checks what an auditor keeps of the desk's journal, without any service. */
@NullMarked
package org.penah.stack.journal;

import org.jspecify.annotations.NullMarked;
