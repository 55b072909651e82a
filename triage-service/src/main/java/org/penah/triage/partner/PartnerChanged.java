package org.penah.triage.partner;

import static org.penah.triage.event.Contract.require;
import static org.penah.triage.event.Contract.requireCount;
import static org.penah.triage.event.Contract.requireDay;
import static org.penah.triage.event.Contract.requireNumber;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.manifest.OperatorWords;

/**
 * Describes, as event {@code org.penah.partner.changed.v1} from notify-service, a partner as it now is, whole.
 *
 * @param revision grows with each change; an older one than is known changes nothing
 * @param tier 1 is told first
 * @param recipient what details are sealed to
 * @param faults what pages the desk, by the contract's words
 * @param drill the last one, if there was any
 * @param managed for partner managers; absent for a canary partner, and from an older notify-service
 * @param staff true for our own staff on duty, who are told of no alert to partners; otherwise absent
 */
public record PartnerChanged(
        String name,
        int revision,
        Channel channel,
        int tier,
        List<String> languages,
        String recipient,
        List<ChannelFault> faults,
        @Nullable Drill drill,
        @Nullable Managed managed,
        @Nullable Boolean staff) {

    static final String TYPE = "org.penah.partner.changed.v1";

    /** How a partner is told. */
    public enum Channel {
        @JsonProperty("slots")
        SLOTS,
        /** An observer can see when. */
        @JsonProperty("edge")
        EDGE
    }

    /** A fault that may keep an alert from reaching a partner. */
    public enum ChannelFault {
        /** Takes no beats. */
        @JsonProperty("silent")
        SILENT,
        @JsonProperty("unreachable")
        UNREACHABLE,
        @JsonProperty("refuses")
        REFUSES,
        @JsonProperty("unsigned")
        UNSIGNED,
        @JsonProperty("redirects")
        REDIRECTS,
        @JsonProperty("insecure")
        INSECURE,
        /** In quarantine until a person has looked. */
        @JsonProperty("gone")
        GONE,
        @JsonProperty("forbidden")
        FORBIDDEN,
        /** Something in an alert may not leave. */
        @JsonProperty("withheld")
        WITHHELD
    }

    /**
     * A drill and how it went.
     *
     * @param seconds from the order to a human's answer, once there is one
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
            require(drillId != null && state != null, "a drill lacks its id or state");
            requireDay(day, "day");
            if (seconds != null) {
                requireCount(seconds, "seconds");
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
     * A partner manager's view of a partner.
     *
     * @param version of the desk's decision that notify-service follows; 0 for the administrator's file
     * @param credentials what the partner needs of us, an age file for it alone, in base64; absent if the desk did not introduce it
     */
    record Managed(
            int version,
            Admission admission,
            String url,
            String acknowledgementKey,
            List<String> regions,
            PartnerDecided.@Nullable Hours hours,
            // Their name in what was kept before 2026-11-30.
            @JsonAlias("handOver") @Nullable String credentials) {

        public Managed {
            requireCount(version, "version");
            require(admission != null, "admission is missing");
            require(url != null && url.length() <= MAX_URL_CHARS, "url is missing or too long");
            require(
                    acknowledgementKey != null && acknowledgementKey.matches("whpk_[A-Za-z0-9+/]{43}="),
                    "acknowledgementKey is no key");
            require(
                    regions != null
                            && regions.size() <= MAX_REGIONS
                            && regions.stream().allMatch(region -> region.matches("[0-9]{3}")),
                    "regions is missing or too long, or has an invalid M49 code");
            require(credentials == null || credentials.length() <= MAX_CREDENTIALS_CHARS, "credentials is too long");
            regions = List.copyOf(regions);
        }
    }

    private static final int MAX_TIER = 9;
    private static final int MAX_LANGUAGES = 5;
    private static final int MAX_URL_CHARS = 500;
    private static final int MAX_REGIONS = 50;
    private static final int MAX_CREDENTIALS_CHARS = 8000;

    public PartnerChanged {
        require(name != null && name.matches("[a-z][a-z0-9-]{0,30}"), "name is not the name of a partner");
        requireNumber(revision, "revision");
        require(channel != null, "channel is missing");
        require(tier >= 1 && tier <= MAX_TIER, "tier is not from 1 to 9");
        require(
                languages != null
                        && !languages.isEmpty()
                        && languages.size() <= MAX_LANGUAGES
                        && OperatorWords.LANGUAGES.containsAll(languages),
                "languages is empty or too long, or has an unsupported one");
        require(
                recipient != null && recipient.matches("age1pq1[a-z0-9]{1900,2000}"),
                "recipient is no hybrid recipient");
        require(faults != null && faults.size() <= ChannelFault.values().length, "faults are missing or too many");
        require(staff == null || staff, "staff is false");
        languages = List.copyOf(languages);
        faults = List.copyOf(faults);
    }
}
