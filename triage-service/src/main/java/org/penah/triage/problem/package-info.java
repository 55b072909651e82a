/** Problems, reported once at the edge in the form of RFC 9457. */
@NullMarked
package org.penah.triage.problem;

import org.jspecify.annotations.NullMarked;
