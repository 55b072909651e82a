/**
 * What a source decides about a tip that it has sent, signed with a key that only its receipt yields: the services obey the source, and
 * whoever sits in intake-service signs nothing (ADR 33).
 */
@NullMarked
package org.penah.sealing.decision;

import org.jspecify.annotations.NullMarked;
