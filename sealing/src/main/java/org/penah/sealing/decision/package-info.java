/**
 * What a source decides about a tip that it has sent, signed with a key that only its receipt yields: the services obey the source, and
 * an intruder in intake-service can sign nothing (ADR 33).
 */
@NullMarked
package org.penah.sealing.decision;

import org.jspecify.annotations.NullMarked;
