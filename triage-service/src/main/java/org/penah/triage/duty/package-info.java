/** Calls our own staff on duty while an imminent tip waits for somebody to open it. They learn that one waits, and nothing of it. */
@NullMarked
package org.penah.triage.duty;

import org.jspecify.annotations.NullMarked;
