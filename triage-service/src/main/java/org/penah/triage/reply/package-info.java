/** Answers to sources: sealed in the browser of whoever writes them, handed on to intake-service, never read here. */
@NullMarked
package org.penah.triage.reply;

import org.jspecify.annotations.NullMarked;
