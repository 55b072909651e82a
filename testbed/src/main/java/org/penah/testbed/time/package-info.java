/** What something costs, in a unit that a slower machine makes as much larger. */
@NullMarked
package org.penah.testbed.time;

import org.jspecify.annotations.NullMarked;
