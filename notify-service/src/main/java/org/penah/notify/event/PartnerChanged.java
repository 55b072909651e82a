package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.PartnerDecided.Hours;

/**
 * Describes a partner to the desk, {@value #TYPE} on {@code penah.notify.triage}.
 *
 * @param revision grows with each change of this partner, so that the desk can drop what comes late
 * @param channel {@code slots}, or {@code edge}: then an observer can see when this partner is told
 * @param recipient what details are sealed to
 * @param faults what is wrong with the channel; empty if nothing is
 * @param drill how the last drill went; null before the first
 * @param managed for those who manage partners; null for a canary partner
 * @param staff true for our own people on duty, who are told of no alert to partners; null for a partner
 */
public record PartnerChanged(
        String name,
        int revision,
        String channel,
        int tier,
        List<String> languages,
        String recipient,
        List<ChannelFault> faults,
        @Nullable Drill drill,
        @Nullable Managed managed,
        @Nullable Boolean staff) {

    public static final String TYPE = "org.penah.partner.changed.v1";

    /**
     * A drill.
     *
     * @param seconds from the order to a human's answer; null until there is one
     */
    public record Drill(
            UUID drillId,
            LocalDate day,
            State state,
            @Nullable Integer seconds) {

        /** How far it has come. */
        public enum State {
            @JsonProperty("open")
            OPEN,
            @JsonProperty("delivered")
            DELIVERED,
            @JsonProperty("answered")
            ANSWERED,
            @JsonProperty("expired")
            EXPIRED
        }

        public Drill {
            Valid.randomId(drillId);
            Valid.day(day);
            Valid.require(state != null, "the drill is not complete");
            Valid.require((seconds != null) == (state == State.ANSWERED), "an answer has seconds, and only an answer");
            if (seconds != null) {
                Valid.count(seconds);
            }
        }
    }

    /** Whether a partner may hear of real alerts. */
    public enum Admission {
        /** It hears of drills alone until it has answered one. */
        @JsonProperty("untried")
        UNTRIED,
        @JsonProperty("ready")
        READY,
        /** A person has ended it. */
        @JsonProperty("disabled")
        DISABLED
    }

    /**
     * What the manager of partners sees of one.
     *
     * @param version of the desk's decision that it follows; 0 for the administrator's file
     * @param acknowledgementKey what its answers are verified with
     * @param hours when a human is on call; null for always
     * @param credentials what it needs of us, in an age file for it alone, in base64; null if the desk did not introduce it
     */
    public record Managed(
            int version,
            Admission admission,
            String url,
            String acknowledgementKey,
            List<String> regions,
            @Nullable Hours hours,
            @Nullable String credentials) {

        public Managed {
            Valid.require(
                    admission != null && url != null && acknowledgementKey != null && regions != null,
                    "what the manager sees is not complete");
            Valid.count(version);
            regions = List.copyOf(regions);
        }
    }

    public PartnerChanged {
        Valid.partner(name);
        Valid.number(revision);
        Valid.require("slots".equals(channel) || "edge".equals(channel), "there is no such channel");
        Valid.require(tier >= 1 && tier <= 9, "the tier is not from 1 to 9");
        languages = Valid.languages(languages);
        Valid.require(recipient != null && recipient.startsWith("age1pq1"), "the recipient is not post-quantum");
        Valid.require(
                faults != null && Set.copyOf(faults).size() == faults.size(), "the faults are missing or told twice");
        faults = List.copyOf(faults);
        Valid.require(staff == null || staff, "a partner does not speak of staff");
    }
}
