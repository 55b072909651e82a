/** Tells Penah that a human has seen an alert. */
@NullMarked
package org.penah.partner.answer;

import org.jspecify.annotations.NullMarked;
