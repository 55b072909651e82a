/** What a receipt opens: derived in memory for one request, away from the threads that serve the others, and wiped. */
@NullMarked
package org.penah.intake.receipt;

import org.jspecify.annotations.NullMarked;
