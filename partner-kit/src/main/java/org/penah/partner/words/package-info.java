/** What is said to people, in each language; a language that lacks a sentence does not compile. */
@NullMarked
package org.penah.partner.words;

import org.jspecify.annotations.NullMarked;
