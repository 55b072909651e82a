/** The command line: {@code ./penah seal}, {@code age} and {@code keys}; says what it did, and refuses in one sentence. */
@NullMarked
package org.penah.ceremony.cli;

import org.jspecify.annotations.NullMarked;
