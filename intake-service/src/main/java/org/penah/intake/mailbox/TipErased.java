package org.penah.intake.mailbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells triage-service, as {@value #TYPE}, that a tip's source wants it gone.
 *
 * @param signature the source's own; absent for tips from before there were such
 */
record TipErased(UUID tipId, @Nullable String signature) {

    static final String TYPE = "org.penah.tip.erased.v1";
}
