/** Deeds that take two members, or one and an hour in which everybody whom it concerns sees it and may stop it. */
@NullMarked
package org.penah.triage.pending;

import org.jspecify.annotations.NullMarked;
