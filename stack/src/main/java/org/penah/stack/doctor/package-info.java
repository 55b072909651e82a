/** Looks at this machine and at what runs on it, and says what is wrong and what to do; asks nobody else, changes nothing, shows no secret. */
@NullMarked
package org.penah.stack.doctor;

import org.jspecify.annotations.NullMarked;
