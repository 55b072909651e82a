/** Texts for people, in each language; a missing translation does not compile. */
@NullMarked
package org.penah.partner.words;

import org.jspecify.annotations.NullMarked;
