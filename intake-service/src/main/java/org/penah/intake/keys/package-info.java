/** The signed key manifest: whom a tip is sealed to, and whether the form may be open at all. */
@NullMarked
package org.penah.intake.keys;

import org.jspecify.annotations.NullMarked;
