/** The command line: {@code ./penah age …} and {@code ./penah keys …}; says what it did, and refuses in one sentence. */
@NullMarked
package org.penah.sealing.cli;

import org.jspecify.annotations.NullMarked;
