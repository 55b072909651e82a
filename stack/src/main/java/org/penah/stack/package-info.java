/** The command that runs all of Penah on one machine: which processes there are, and what a person types to start them. */
@NullMarked
package org.penah.stack;

import org.jspecify.annotations.NullMarked;
