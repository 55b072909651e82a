/** The life of an installed server ({@code docs/install.md}): what has to happen to it in one order, and completely. */
@NullMarked
package org.penah.stack.server;

import org.jspecify.annotations.NullMarked;
