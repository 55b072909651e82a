/** Details for a partner: written by one member, read and approved by another, and what became of them. */
@NullMarked
package org.penah.triage.details;

import org.jspecify.annotations.NullMarked;
