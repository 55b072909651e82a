package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.Threat;

/**
 * Tells notify-service, as event {@code org.penah.alert.decided.v1}, what the desk decided, complete enough to open an
 * alert that notify-service has not seen, and without the name of who decided.
 *
 * @param decisionKey with which the source signs its withdrawal of the alert
 * @param canary true if a canary tip raised it, otherwise absent
 * @param floodRevision rises whenever the desk sets the alert aside or puts it back; absent from all else
 * @param number counts what the desk says of the alert, from 1; absent of a canary tip
 */
record AlertDecided(
        UUID alertId,
        Instruction decision,
        Threat threat,
        DetailsConsent consents,
        List<String> languages,
        Instant dueBy,
        @Nullable String decisionKey,
        @Nullable Boolean canary,
        @Nullable Integer floodRevision,
        @Nullable Integer number) {

    static final String TYPE = "org.penah.alert.decided.v1";

    /** What notify-service is to do. */
    enum Instruction {
        @JsonProperty("confirmed")
        CONFIRMED,
        @JsonProperty("cancelled")
        CANCELLED,
        /** Those who have it do not suffice. */
        @JsonProperty("call-others")
        CALL_OTHERS,
        /** It is one of a flood. */
        @JsonProperty("set-aside")
        SET_ASIDE,
        /** It is not. */
        @JsonProperty("put-back")
        PUT_BACK
    }

    /** The same about the alert of a canary tip. */
    AlertDecided ofCanary() {
        return new AlertDecided(
                alertId, decision, threat, consents, languages, dueBy, decisionKey, true, floodRevision, number);
    }

    /** The same, of the alert as it was changed so often. */
    AlertDecided withFloodRevision(int revision) {
        return new AlertDecided(
                alertId, decision, threat, consents, languages, dueBy, decisionKey, canary, revision, number);
    }

    /** The same, as the desk's word of this number about the alert. */
    AlertDecided numbered(int count) {
        return new AlertDecided(
                alertId, decision, threat, consents, languages, dueBy, decisionKey, canary, floodRevision, count);
    }

    /** The one consent that concerns a partner. */
    record DetailsConsent(boolean details) {}
}
