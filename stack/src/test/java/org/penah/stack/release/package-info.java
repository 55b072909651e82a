/** The build of a release: what it refuses, how it compares two builds, and what it leaves. */
@NullMarked
package org.penah.stack.release;

import org.jspecify.annotations.NullMarked;
