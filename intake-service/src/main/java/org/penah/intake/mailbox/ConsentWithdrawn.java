package org.penah.intake.mailbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells triage-service, as {@value #TYPE}, what it may still do with a tip.
 *
 * @param signature the source's own; absent for tips from before there were such
 */
record ConsentWithdrawn(
        UUID tipId, Remaining consents, @Nullable String signature) {

    static final String TYPE = "org.penah.consent.withdrawn.v1";
}
