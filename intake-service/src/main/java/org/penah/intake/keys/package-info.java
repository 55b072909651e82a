/** The signed key manifest: whom a tip is sealed to, and whether the door may be open at all. */
@NullMarked
package org.penah.intake.keys;

import org.jspecify.annotations.NullMarked;
