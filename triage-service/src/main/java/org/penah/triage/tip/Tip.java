package org.penah.triage.tip;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.list.Finding;
import org.penah.triage.list.Sealing;
import org.penah.triage.list.SortKey;
import org.penah.triage.obligation.ClockConfig;
import org.penah.triage.obligation.Obligation;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.DueTime;
import org.penah.triage.threat.Lane;
import org.penah.triage.threat.Threat;
import org.penah.triage.withdrawal.Withdrawn;

/** The facts of a tip that need no opening. {@code @DynamicUpdate}: an update never overwrites columns that another transaction changed. */
@Entity
@DynamicUpdate
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
    Sealing sealing;

    long sizeClass;
    LocalDate day;

    /** No finer than five minutes; only its day once somebody has looked. */
    @Nullable
    Instant dueBy;

    @Nullable
    LocalDate firstOpened;

    /** By when somebody is to decide about danger that was opened, no finer than five minutes; absent once somebody has. */
    @Nullable
    Instant decideBy;

    /** Somebody has decided about its alert. */
    boolean decided;

    /** Who held it when their hold ended, while nobody has decided or taken it since. */
    @Nullable
    String letGoBy;

    /** Two members could not open it, and nobody has since. */
    boolean unreadable;

    @Nullable
    UUID alertId;

    /** The danger for which staff raised an alert although the source reported none. */
    @Enumerated(EnumType.STRING)
    Threat.@Nullable Who foundWho;

    @Enumerated(EnumType.STRING)
    Threat.@Nullable When foundWhen;

    @Nullable
    String foundRegion;

    /** Danger that is counted behind the rest of its lane; see {@link #putAside}. */
    boolean folded;

    /** Whether the form was being flooded when it came. */
    boolean flood;

    /** Where replies are sealed to, if it came beside the tip and not sealed in it. */
    @Nullable
    String replyTo;

    /** Under which the source signs what they decide; null in tips from before there was one. */
    @Nullable
    String decisionKey;

    /** When it is deleted, because its source erased it before anybody read it; no finer than five minutes. */
    @Nullable
    Instant erasingDue;

    @Nullable
    LocalDate withdrawnOn;

    /** The member who works on it. */
    @Nullable
    String assignee;

    /** When their hold expires, no finer than five minutes; absent if an old version gave it to them. */
    @Nullable
    Instant assignedUntil;

    @Nullable
    @Enumerated(EnumType.STRING)
    Finding finding;

    /** The lane that staff put it in, if it is another than its answers put it in. */
    @Nullable
    @Enumerated(EnumType.STRING)
    Lane staffLane;

    @Nullable
    LocalDate closedOn;

    /** No timer deletes it. */
    boolean legalHold;

    @Nullable
    LocalDate answeredOn;

    @Nullable
    LocalDate feedbackOn;

    /** No answer is owed. */
    boolean answerWaived;

    /** See {@link Obligation}. */
    @Enumerated(EnumType.STRING)
    Obligation.@Nullable Kind obligation;

    @Nullable
    LocalDate obligationBy;

    /** Whether something is overdue, as of the last time that the clock was asked. */
    boolean overdue;

    /** Whether danger was looked at after its time; absent before the first look. */
    @Nullable
    Boolean lookedLate;

    /** The tip that this one is a duplicate of. */
    @Nullable
    UUID mergedInto;

    /** Who moved it to its queue, until somebody else there opens it. */
    @Nullable
    String movedBy;

    /** A member's request to move it: who, on which day, to which queue. All three are set, or none. */
    @Nullable
    String moveAskedBy;

    @Nullable
    LocalDate moveAskedOn;

    @Nullable
    String moveTo;

    /** Its finding before it was merged. */
    @Nullable
    @Enumerated(EnumType.STRING)
    Finding mergedFinding;

    /** Only the finding junk put it aside. */
    boolean asideByJunk;

    /** See {@link SortKey}. */
    String sortKey;

    /** Clamps the sender's time to the error that clocks may have; refuses nothing because of it. */
    static Tip of(TipReceived received, Withdrawn withdrawn, Instant now) {
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
        tip.day = received.day().isAfter(today(now)) ? today(now) : received.day();
        tip.dueBy = received.dueBy() == null ? null : DueTime.atMost(received.dueBy(), now);
        tip.alertId = received.alertId();
        tip.replyTo = received.replyTo();
        tip.decisionKey = received.decisionKey();
        tip.withdrawnOn = withdrawn.on();
        tip.flood = received.flood() != null;
        tip.putAside(tip.flood);
        return tip;
    }

    /** The same for a member: one that was moved here stays one to be opened while only its mover looks. */
    boolean open(String who, Instant now) {
        if (!who.equals(movedBy)) {
            movedBy = null;
        }
        return open(now);
    }

    /**
     * Somebody looks; from the first look on the time of the tip is kept no finer than a day.
     *
     * @return whether this was the first look
     */
    boolean open(Instant now) {
        boolean first = firstOpened == null || unreadable;
        unreadable = false;
        if (firstOpened != null) {
            return first;
        }
        firstOpened = today(now);
        if (dueBy != null) {
            lookedLate = dueBy.isBefore(now);
            dueBy = DueTime.faded(dueBy);
        }
        return true;
    }

    /** Two members cannot open it: its clock ends as if somebody had looked, and the first look is still to come. */
    void giveUp(Instant now) {
        unreadable = open(now);
    }

    /**
     * Puts a tip behind the others, or back among them. Danger stays in its lane with its clock running, folded into a
     * count; anything else goes to quarantine.
     */
    void putAside(boolean aside) {
        folded = aside && threat().isReported();
        lane = aside && !folded ? Lane.QUARANTINE : standing();
    }

    /** Staff find it as severe as this, regardless of its answers. */
    void setLane(Lane found) {
        boolean aside = isAside();
        staffLane = found == Lane.of(threat()) ? null : found;
        putAside(aside);
    }

    /** Staff wrote to its source: what they made of it, if they had made something of it by then. */
    void answer(LocalDate today) {
        answeredOn = answeredOn == null ? today : answeredOn;
        if (finding != null && feedbackOn == null) {
            feedbackOn = today;
        }
    }

    /** Recomputes the obligation, whether it is overdue and the tip's place; call it after each change. */
    void settle(ClockConfig clocks, Instant now) {
        boolean stopped = !clocks.oweIn(queue)
                || closedOn != null
                || answerWaived
                || isAside()
                || finding == Finding.JUNK
                || finding == Finding.DUPLICATE;
        Obligation next = Obligation.next(
                new Obligation.Standing(day, answeredOn, feedbackOn, stopped),
                clocks.answerDays(),
                clocks.feedbackMonths());
        obligation = next == null ? null : next.kind();
        obligationBy = next == null ? null : next.by();
        if (!isUndecided()) {
            decideBy = null;
            letGoBy = null;
        } else if (decideBy == null || decideBy.isAfter(clocks.decideBy(now))) {
            // later only if a clock was wrong
            decideBy = clocks.decideBy(now);
        }
        Instant lateSince = decideBy != null && decideBy.isBefore(now) ? decideBy : null;
        Instant waitsUntil = firstOpened == null ? dueBy : lateSince;
        overdue = (waitsUntil != null && waitsUntil.isBefore(now))
                || (obligationBy != null && obligationBy.isBefore(today(now)));
        sortKey = SortKey.of(lane, waitsUntil, overdue, day);
    }

    /** Whether somebody opened danger within hours and nobody has said what is done about it. */
    private boolean isUndecided() {
        boolean isOpen = firstOpened != null && !unreadable && closedOn == null;
        return isOpen && lane == Lane.IMMINENT && !folded && !decided && !isVetted();
    }

    /** Whether somebody found what is done about it: who believes it has still to decide about its alert. */
    private boolean isVetted() {
        boolean isBelieved = finding == Finding.VERIFIED || finding == Finding.PLAUSIBLE;
        return finding != null && !(isBelieved && alertId != null);
    }

    /** Its lane unless it is put aside. */
    Lane standing() {
        return staffLane == null ? Lane.of(threat()) : staffLane;
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Junk is put aside, and brought back if it turns out not to be junk. */
    void find(Finding now) {
        if (now == Finding.JUNK || finding == Finding.JUNK) {
            asideByJunk = now == Finding.JUNK && (asideByJunk || !isAside());
            putAside(now == Finding.JUNK);
        }
        finding = now;
    }

    /** It is as if it had not been found to be anything; what stood aside before it was junk stays there. */
    void unfind() {
        if (asideByJunk) {
            putAside(false);
        }
        asideByJunk = false;
        finding = null;
    }

    /** It is closed as a duplicate. */
    void merge(UUID into, LocalDate today) {
        mergedInto = into;
        mergedFinding = finding;
        finding = Finding.DUPLICATE;
        closedOn = today;
        assignee = null;
        assignedUntil = null;
    }

    /**
     * It is sealed to another queue from now on, where nobody has taken it.
     *
     * @param mover null if nobody else there can open it
     */
    void moveTo(String otherQueue, int itsEpoch, @Nullable String mover) {
        movedBy = mover;
        queue = otherQueue;
        epoch = itsEpoch;
        assignee = null;
        assignedUntil = null;
        letGoBy = null;
        keepHere();
    }

    void askToMove(String who, LocalDate today, String otherQueue) {
        moveAskedBy = who;
        moveAskedOn = today;
        moveTo = otherQueue;
    }

    /** Nobody asks to move it any longer. */
    void keepHere() {
        moveAskedBy = null;
        moveAskedOn = null;
        moveTo = null;
    }

    void unmerge() {
        mergedInto = null;
        finding = mergedFinding;
        mergedFinding = null;
        closedOn = null;
    }

    /** Whether it is counted behind the rest of its lane and listed only when somebody asks for it. */
    boolean isFolded() {
        return isFolded(lane, folded, flood);
    }

    static boolean isFolded(Lane lane, boolean folded, boolean flood) {
        return folded || (flood && lane == Lane.QUARANTINE);
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
        var reported = new ReportedDanger(alertId, threat(), false, consents(), isRaised(), language, decisionKey);
        return foundWho == null ? reported : reported.withFound(new Threat(foundWho, foundWhen, foundRegion));
    }

    void find(Threat danger) {
        foundWho = danger.who();
        foundWhen = danger.when();
        foundRegion = danger.region();
    }

    /** Whether two of the desk raised its alert: its source never allowed one. */
    private boolean isRaised() {
        return alertId != null && (!consentsAlert || foundWho != null) && withdrawnOn == null;
    }
}
