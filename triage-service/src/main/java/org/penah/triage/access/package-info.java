/** Who may ask for what: the one place that decides, and denies what it does not list. */
@NullMarked
package org.penah.triage.access;

import org.jspecify.annotations.NullMarked;
