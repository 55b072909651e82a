package org.penah.triage.tip;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.DueTime;
import org.penah.triage.threat.Lane;
import org.penah.triage.threat.Threat;
import org.penah.triage.withdrawal.Withdrawn;

/** What is known of a tip without opening it. */
@Entity
class Tip {

    @Id
    UUID tipId;

    UUID blobId;
    String queue;
    int epoch;

    @Enumerated(EnumType.STRING)
    Lane lane;

    String language;

    @Enumerated(EnumType.STRING)
    Threat.Who threatWho;

    @Enumerated(EnumType.STRING)
    Threat.@Nullable When threatWhen;

    @Nullable
    String threatRegion;

    boolean consentsAlert;
    boolean consentsDetails;

    @Enumerated(EnumType.STRING)
    SealedBy sealing;

    long sizeClass;
    LocalDate day;

    /** No finer than five minutes; only its day once somebody has looked. */
    @Nullable
    Instant dueBy;

    @Nullable
    LocalDate firstOpened;

    @Nullable
    UUID alertId;

    /** Danger that is counted behind the rest of its lane; see {@link #putAside}. */
    boolean folded;

    /** Where replies are sealed to, if it came beside the tip and not sealed in it. */
    @Nullable
    String replyTo;

    @Nullable
    LocalDate withdrawnOn;

    /** Who works at it. */
    @Nullable
    String holder;

    /** When a claim ends by itself, no finer than five minutes; absent if the tip was assigned. */
    @Nullable
    Instant heldUntil;

    @Nullable
    @Enumerated(EnumType.STRING)
    Finding finding;

    /** See {@link Place}. */
    String place;

    static Tip of(TipReceived received, Withdrawn withdrawn) {
        Consents consents = withdrawn.of(received.consents());
        Tip tip = new Tip();
        tip.tipId = received.tipId();
        tip.blobId = received.blobId();
        tip.queue = received.queue();
        tip.epoch = received.epoch();
        tip.lane = Lane.of(received.threat());
        tip.language = received.language();
        tip.threatWho = received.threat().who();
        tip.threatWhen = received.threat().when();
        tip.threatRegion = received.threat().region();
        tip.consentsAlert = consents.alert();
        tip.consentsDetails = consents.details();
        tip.sealing = received.sealing();
        tip.sizeClass = received.sizeClass();
        tip.day = received.day();
        tip.dueBy = received.dueBy();
        tip.alertId = received.alertId();
        tip.replyTo = received.replyTo();
        tip.withdrawnOn = withdrawn.on();
        tip.putAside(received.flood() != null);
        return tip;
    }

    /**
     * Somebody looks; from the first look on no time finer than a day is kept.
     *
     * @return whether this was the first look
     */
    boolean open(LocalDate today) {
        if (firstOpened != null) {
            return false;
        }
        firstOpened = today;
        dueBy = dueBy == null ? null : DueTime.faded(dueBy);
        place = Place.of(lane, null, day);
        return true;
    }

    /**
     * Puts a tip behind the others, or back among them. Danger stays in its lane with its clock running, folded into a
     * count; anything else goes to quarantine.
     */
    void putAside(boolean aside) {
        folded = aside && threat().isReported();
        lane = aside && !folded ? Lane.QUARANTINE : Lane.of(threat());
        place = Place.of(lane, firstOpened == null ? dueBy : null, day);
    }

    /** Junk is put aside, and taken back if it turns out to be none. */
    void find(Finding now) {
        if (now == Finding.JUNK || finding == Finding.JUNK) {
            putAside(now == Finding.JUNK);
        }
        finding = now;
    }

    boolean isAside() {
        return folded || lane == Lane.QUARANTINE;
    }

    Threat threat() {
        return new Threat(threatWho, threatWhen, threatRegion);
    }

    Consents consents() {
        return new Consents(consentsAlert, consentsDetails);
    }

    ReportedDanger danger() {
        return new ReportedDanger(alertId, threat(), consents(), language);
    }
}
