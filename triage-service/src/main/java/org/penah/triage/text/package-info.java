/** Short texts that browsers seal to one size: answers, notes. */
@NullMarked
package org.penah.triage.text;

import org.jspecify.annotations.NullMarked;
