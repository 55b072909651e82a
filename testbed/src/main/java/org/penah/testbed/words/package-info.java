/** The demo's words of an operator, for tests that sign a manifest. */
@NullMarked
package org.penah.testbed.words;

import org.jspecify.annotations.NullMarked;
