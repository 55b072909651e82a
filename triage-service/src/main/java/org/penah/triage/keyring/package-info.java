/** The keys of queues, each sealed to one member: the service keeps them and cannot use them. */
@NullMarked
package org.penah.triage.keyring;

import org.jspecify.annotations.NullMarked;
