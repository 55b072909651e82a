/** The desk's decisions about a tip's alert, and what notify-service says became of it. */
@NullMarked
package org.penah.triage.tipalert;

import org.jspecify.annotations.NullMarked;
