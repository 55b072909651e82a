package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The desk confirmed or cancelled an alert, calls others to it, or says whether it is one of a flood, {@value #TYPE} on
 * {@code penah.triage.notify}; complete, so that it can open an alert that has not come yet.
 *
 * @param dueBy when somebody must have looked, rounded up to 5 minutes
 * @param decisionKey as in {@link AlertAsserted}
 * @param canary the same
 * @param floodRevision rises with each word about a flood, which may overtake one another; absent from all else
 * @param number counts what the desk says of this alert, from 1; null from versions before, and of a canary tip
 */
public record AlertDecided(
        UUID alertId,
        Decision decision,
        Threat threat,
        Consents consents,
        List<String> languages,
        Instant dueBy,
        @Nullable String decisionKey,
        @Nullable Boolean canary,
        @Nullable Integer floodRevision,
        @Nullable Integer number) {

    public static final String TYPE = "org.penah.alert.decided.v1";

    /** What the desk decided. */
    public enum Decision {
        @JsonProperty("confirmed")
        CONFIRMED,
        @JsonProperty("cancelled")
        CANCELLED,
        /** Those who have it do not suffice: others are called. */
        @JsonProperty("call-others")
        CALL_OTHERS,
        /** It is one of a flood: while nobody confirms it or takes it on, it is told after all others and wakes nobody. */
        @JsonProperty("set-aside")
        SET_ASIDE,
        /** It is not. */
        @JsonProperty("put-back")
        PUT_BACK;

        /** Whether it says nothing about the danger itself, so that an alert goes on as unconfirmed as it was. */
        public boolean isAboutFlood() {
            return this == SET_ASIDE || this == PUT_BACK;
        }
    }

    public AlertDecided {
        Valid.randomId(alertId);
        Valid.require(decision != null, "the alert has no decision");
        Valid.require(threat != null, "the alert has no threat");
        Valid.require(consents != null, "the alert has no consents");
        languages = Valid.languages(languages);
        Valid.coarse(dueBy);
        Valid.decisionKey(decisionKey);
        Valid.require(canary == null || canary, "an alert of a source does not speak of a canary");
        Valid.require(floodRevision == null || floodRevision > 0, "the number of a word about a flood is too small");
        Valid.require(number == null || number > 0, "the number of a word is too small");
    }
}
