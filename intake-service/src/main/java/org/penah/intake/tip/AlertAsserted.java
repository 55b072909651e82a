package org.penah.intake.tip;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Threat;

/**
 * Tells notify-service, as {@value #TYPE}, that a source says that somebody is in danger, and may be told.
 *
 * <p>It has no tip's id on purpose: notify cannot tell which tip it came from.
 *
 * @param flood true if it came in a flood, otherwise absent
 * @param canary true if a canary tip raised it, otherwise absent
 * @param decisionKey what the source's decisions about this alert are signed with, the public half
 */
record AlertAsserted(
        UUID alertId,
        Threat threat,
        DetailsConsent consents,
        List<String> languages,
        Instant dueBy,
        @Nullable Boolean flood,
        @Nullable Boolean canary,
        @Nullable String decisionKey) {

    static final String TYPE = "org.penah.alert.asserted.v1";
    static final String RECEIVER = "notify";

    /** The other consent is given, or there would be no alert. */
    record DetailsConsent(boolean details) {}
}
