/** Words that staff put on tips; each is sealed to its queue, so that what it says is read in browsers alone. */
@NullMarked
package org.penah.triage.tag;

import org.jspecify.annotations.NullMarked;
