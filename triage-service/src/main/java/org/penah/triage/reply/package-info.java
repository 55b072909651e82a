/** Answers to sources: sealed in their writer's browser, passed to intake-service, never read here. */
@NullMarked
package org.penah.triage.reply;

import org.jspecify.annotations.NullMarked;
