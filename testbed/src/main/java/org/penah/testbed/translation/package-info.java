/** Whether what is said in other languages is still what English says. */
@NullMarked
package org.penah.testbed.translation;

import org.jspecify.annotations.NullMarked;
