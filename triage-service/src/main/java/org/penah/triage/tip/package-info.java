/** The rows of tips, found for a member or a source, changed and counted; no other package names their columns. */
@NullMarked
package org.penah.triage.tip;

import org.jspecify.annotations.NullMarked;
