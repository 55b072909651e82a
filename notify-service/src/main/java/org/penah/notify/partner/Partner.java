package org.penah.notify.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.ChannelFault;
import org.penah.notify.event.PartnerChanged;
import org.penah.notify.event.PartnerDecided;

/** Holds a partner's row. */
@Entity
@DynamicUpdate
class Partner {

    /** A line may fail for a moment: others are called to what a silent partner has taken on only after this time. */
    private static final Duration RELIED_UPON = Duration.ofMinutes(5);

    @Id
    UUID id;

    String name;
    String url;
    String recipient;
    String acknowledgementKey;
    boolean acceptsSourceAsserted;

    @Enumerated(EnumType.STRING)
    Channel channel;

    int tier;

    /** Since when it does not answer heartbeats, in whole minutes; null if it does. */
    @Nullable
    Instant silentSince;

    /** How the last try failed. */
    @Nullable
    @Enumerated(EnumType.STRING)
    ChannelFault fault;

    /** It has signed that it took an alert at the edge: a 2xx without its signature does not count any more. */
    boolean signs;

    /** It is there for synthetic alerts alone. */
    boolean canary;

    /** Our own people on duty, who hear of what waits at the desk and of no alert to partners. */
    boolean staff;

    @Enumerated(EnumType.STRING)
    Admission admission = Admission.READY;

    /** Of the desk's decision that it follows; 0 for the administrator's file. */
    int version;

    /** When it said what is known of it, in seconds since 1970; 0 if nobody asked it. */
    long said;

    @Column(name = "sealed_hand_over")
    byte @Nullable [] sealedCredentials;

    /** Our address in it. */
    @Nullable
    String sealedAddress;

    boolean withheld;
    String languages;
    int revision;

    @Nullable
    String told;

    @Nullable
    UUID drillId;

    @Nullable
    LocalDate drillDay;

    @Enumerated(EnumType.STRING)
    PartnerChanged.Drill.@Nullable State drillState;

    @Nullable
    Integer drillSeconds;

    /** How often ours were made. */
    int keys = 1;

    byte @Nullable [] oldSigningSeed;
    byte @Nullable [] oldSharedSecret;
    String pins = "";
    String regions = "";
    String hours = "";
    byte[] sealedSigningSeed;
    byte[] sealedSharedSecret;

    void take(PartnerProfile profile) {
        boolean isCanary = Boolean.TRUE.equals(profile.canary());
        boolean isStaff = Boolean.TRUE.equals(profile.staff());
        // What it was told stays with it, and each of the three is told of other things.
        if (name != null && (isCanary != canary || isStaff != staff)) {
            throw new IllegalStateException(
                    "a partner, a canary partner and staff on duty cannot become one another: give it a new name");
        }
        canary = isCanary;
        staff = isStaff;
        name = profile.name();
        url = profile.url().toString();
        recipient = profile.recipient();
        acknowledgementKey = profile.acknowledgementKey();
        acceptsSourceAsserted = profile.acceptsSourceAsserted();
        channel = profile.channel();
        tier = profile.tier();
        languages = String.join(",", profile.languages());
        pins = String.join(",", profile.pins());
        regions = String.join(",", profile.regions());
        PartnerProfile.Hours open = profile.hours();
        hours = open == null ? "" : OnCall.line(open.zone(), open.open());
    }

    /**
     * Follows what the desk has decided.
     *
     * @param statement what it says of itself now; null for what is known
     */
    void follow(PartnerDecided decided, @Nullable EnrolmentStatement statement) {
        PartnerDecided.Profile said = decided.profile();
        boolean isNew = name == null;
        String known = hours;
        EnrolmentStatement self = statement != null
                ? statement
                : new EnrolmentStatement(
                        name, URI.create(url), recipient, acknowledgementKey, acceptsSourceAsserted, channel);
        take(new PartnerProfile(
                self.name(),
                self.url(),
                self.recipient(),
                self.acknowledgementKey(),
                self.acceptsSourceAsserted(),
                self.channel(),
                said != null ? said.tier() : tier,
                said != null ? said.languages() : list(languages),
                list(pins),
                1,
                true,
                said != null ? said.regions() : list(regions),
                said == null ? null : PartnerProfile.Hours.of(said.hours()),
                null,
                staff));
        hours = said == null ? known : hours;
        version = decided.version();
        if (decided.disabled()) {
            admission = Admission.DISABLED;
        } else if (isNew || admission == Admission.DISABLED) {
            admission = Admission.UNTRIED;
        }
    }

    /** Takes what our administrator alone says of a partner that the desk manages. */
    void pin(PartnerProfile profile) {
        pins = String.join(",", profile.pins());
    }

    private PartnerDecided.@Nullable Hours hours() {
        if (hours.isEmpty()) {
            return null;
        }
        List<String> parts = List.of(hours.split(";", -1));
        return new PartnerDecided.Hours(parts.get(0), parts.subList(1, parts.size()));
    }

    /** Whether it takes nothing from us any more; one without slots is believed to be there. */
    static boolean isSilent(Channel channel, @Nullable Instant silentSince) {
        return channel == Channel.SLOTS && silentSince != null;
    }

    boolean isSilent() {
        return isSilent(channel, silentSince);
    }

    /** From when on it cannot be relied upon for an alert that somebody there has taken on; null if it can. */
    static @Nullable Instant lostFrom(boolean isEnded, Channel channel, @Nullable Instant silentSince) {
        if (isEnded) {
            return Instant.EPOCH;
        }
        return channel == Channel.SLOTS && silentSince != null ? silentSince.plus(RELIED_UPON) : null;
    }

    Set<String> pins() {
        return set(pins);
    }

    static Set<String> set(String joined) {
        return Set.copyOf(list(joined));
    }

    private static List<String> list(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
    }

    List<ChannelFault> faults() {
        if (admission == Admission.DISABLED) {
            // Nothing is sent to it, and nobody is to be paged for that.
            return List.of();
        }
        return Stream.of(isSilent() ? ChannelFault.SILENT : null, fault, withheld ? ChannelFault.WITHHELD : null)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether any of this is not what the desk was told. */
    boolean isNews(@Nullable ChannelFault newFault, boolean isWithheld, boolean isSilent) {
        return newFault != fault
                || isSilent != (silentSince != null)
                || isWithheld != withheld
                || !described(1).toString().equals(told);
    }

    void drill(UUID id, LocalDate day) {
        drillId = id;
        drillDay = day;
        drillState = PartnerChanged.Drill.State.OPEN;
        drillSeconds = null;
    }

    /**
     * Takes how a drill went, if it is the last one; its first answer stays.
     *
     * @return whether it has become ready by that
     */
    boolean drilled(UUID id, PartnerChanged.Drill.State state, int seconds) {
        if (id.equals(drillId) && drillState != PartnerChanged.Drill.State.ANSWERED) {
            drillState = state;
            drillSeconds = state == PartnerChanged.Drill.State.ANSWERED ? (Integer) seconds : null;
            if (state == PartnerChanged.Drill.State.ANSWERED && admission == Admission.UNTRIED) {
                admission = Admission.READY;
                return true;
            }
        }
        return false;
    }

    /** As the desk sees it. */
    PartnerChanged described(int number) {
        PartnerChanged.Drill drill = drillId == null || drillDay == null || drillState == null
                ? null
                : new PartnerChanged.Drill(drillId, drillDay, drillState, drillSeconds);
        return new PartnerChanged(
                name,
                number,
                channel == Channel.SLOTS ? "slots" : "edge",
                tier,
                List.of(languages.split(",", -1)),
                recipient,
                faults(),
                drill,
                canary ? null : managed(),
                staff ? true : null);
    }

    private PartnerChanged.Managed managed() {
        return new PartnerChanged.Managed(
                version,
                switch (admission) {
                    case UNTRIED -> PartnerChanged.Admission.UNTRIED;
                    case READY -> PartnerChanged.Admission.READY;
                    case DISABLED -> PartnerChanged.Admission.DISABLED;
                },
                url,
                acknowledgementKey,
                list(regions),
                hours(),
                sealedCredentials == null ? null : Base64.getEncoder().encodeToString(sealedCredentials));
    }
}
