/** Programs of the machine: whether they are there, and how a test runs them. */
@NullMarked
package org.penah.testbed.program;

import org.jspecify.annotations.NullMarked;
