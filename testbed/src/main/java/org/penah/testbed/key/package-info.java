/** Keys for services that a test or the local stack starts. */
@NullMarked
package org.penah.testbed.key;

import org.jspecify.annotations.NullMarked;
