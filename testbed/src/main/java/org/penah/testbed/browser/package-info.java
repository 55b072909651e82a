/** The machine's Chromium, without a window. */
@NullMarked
package org.penah.testbed.browser;

import org.jspecify.annotations.NullMarked;
