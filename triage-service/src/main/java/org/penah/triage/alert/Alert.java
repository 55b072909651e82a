package org.penah.triage.alert;

import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;
import org.penah.triage.event.Contract;
import org.penah.triage.threat.Threat;

/** Holds an alert as notify-service last described it, and what the desk decided; a change writes what it changed alone. */
@Entity
@DynamicUpdate
class Alert {

    @Id
    UUID alertId;

    /** 0 until notify-service has described it. */
    int revision;

    @Enumerated(EnumType.STRING)
    AlertState state;

    @Enumerated(EnumType.STRING)
    Basis basis;

    @Convert(converter = PartnersColumn.class)
    List<PartnerAlert> partners;

    /** Its time has passed and nobody has ended it. */
    boolean overdue;

    /** Whether a partner's state has a time finer than a day. */
    boolean timed;

    @Nullable
    @Enumerated(EnumType.STRING)
    Decision decision;

    /** The member who asked to cancel it; absent once it is cancelled or kept. */
    @Nullable
    String cancellingBy;

    /** When that takes effect, no finer than five minutes. */
    @Nullable
    Instant cancellingDue;

    /** Who has set it aside, and why. */
    @Nullable
    String asideBy;

    @Nullable
    @Enumerated(EnumType.STRING)
    AsideReason asideReason;

    /** How often somebody has set it aside or put it back; the first may be a partner that let go of what the edge had marked. */
    int floodRevision;

    /** How many words about it the desk has sent to notify-service. */
    int said;

    /** The highest number of these that notify-service has said it took. */
    int heard;

    /** The number of the last renewal, if notify-service has not said that it took it; otherwise 0. A later word does not cover it. */
    int renewalUnheard;

    /** The same of the last call for others. */
    int callUnheard;

    /** The same of the last telephone call with each partner that somebody wrote down. */
    @Convert(converter = NumbersColumn.class)
    Map<String, Integer> telephoneUnheard = Map.of();

    /** By when the desk decides about a partner's word that it is resolved; absent while no such word waits for that. */
    @Nullable
    Instant decideBy;

    /** The day on which it was first heard of; absent from before that was kept. */
    @Nullable
    LocalDate notedOn;

    /** Its threat, as notify-service describes it; absent until it does. */
    @Enumerated(EnumType.STRING)
    Threat.@Nullable Who threatWho;

    @Enumerated(EnumType.STRING)
    Threat.@Nullable When threatWhen;

    @Nullable
    String threatRegion;

    /** The day on which it was last said to be otherwise. */
    LocalDate changedOn;

    /** It is not to be cancelled, or it has been. */
    void endCancelling() {
        cancellingBy = null;
        cancellingDue = null;
    }

    void putBack() {
        asideBy = null;
        asideReason = null;
    }

    /** Whether nobody has confirmed it, taken it on or ended it. */
    boolean isUnconfirmed() {
        return basis == Basis.SOURCE_ASSERTED && decision == null && !state.isOver() && !state.isHeld();
    }

    /**
     * Whether a partner has tidied it away: it calls it resolved, and no other has taken it on; it came in a flood or was set aside, and
     * the desk has not confirmed it.
     *
     * @param isFolded whether its tip is behind the others of a flood
     */
    boolean isTidiedAway(boolean isFolded) {
        return state == AlertState.RESOLVED
                && basis == Basis.SOURCE_ASSERTED
                && decision == null
                && (isFolded || asideBy != null)
                && partners.stream().noneMatch(PartnerAlert::isTakenOn);
    }

    /** Whether a partner calls it resolved, and nobody has decided about that or asked to cancel it. */
    boolean isUndecided() {
        return state == AlertState.RESOLVED && decideBy != null && cancellingBy == null;
    }

    void become(AlertChanged changed, LocalDate today, Instant decisionDue) {
        Integer heardNow = changed.heard();
        if (heardNow != null) {
            // Of an older state as well: each word is echoed once.
            hear(heardNow);
        }
        if (Contract.isNews(changed.revision(), revision)) {
            AlertState before = state;
            changedOn = today;
            revision = changed.revision();
            state = changed.state();
            basis = changed.basis();
            partners = changed.partners();
            // What a partner calls resolved is not renewed, but decided about.
            overdue = Boolean.TRUE.equals(changed.overdue()) && state != AlertState.RESOLVED;
            timed = !partners.isEmpty();
            Threat described = changed.threat();
            if (described != null) {
                threatWho = described.who();
                threatWhen = described.when();
                threatRegion = described.region();
            }
            Integer revisionThen = changed.putBackRevision();
            if (revisionThen != null && revisionThen >= floodRevision) {
                // Somebody at a partner had taken it on: it is one like any other.
                putBack();
            }
            if (state == AlertState.CANCELLED) {
                endCancelling();
            }
            if (state != AlertState.RESOLVED || decision == Decision.CANCELLED) {
                decideBy = null;
            } else if (state != before || (decideBy == null && heard >= said)) {
                decideBy = decisionDue;
            }
            // Others are being called, or nobody is.
            callUnheard = state.isHeld() ? callUnheard : 0;
            renewalUnheard = state.isOver() ? 0 : renewalUnheard;
            // Nobody writes one down then, and each partner is asked again if the alert goes on.
            telephoneUnheard = state.isOver() ? Map.of() : telephoneUnheard;
        }
    }

    /** Whether notify-service says, for the first time and unasked, that it is none of a flood. */
    boolean isUnmarked(AlertChanged changed) {
        boolean isUnmarked = Boolean.TRUE.equals(changed.noFlood()) && floodRevision == 0;
        floodRevision = isUnmarked ? 1 : floodRevision;
        return isUnmarked;
    }

    private void hear(int number) {
        heard = Math.max(heard, number);
        renewalUnheard = number == renewalUnheard ? 0 : renewalUnheard;
        callUnheard = number == callUnheard ? 0 : callUnheard;
        telephoneUnheard = telephoneUnheard.entrySet().stream()
                .filter(each -> each.getValue() != number)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The desk writes down what a partner said on the telephone; the number of that word. */
    int telephoned(String partner) {
        said++;
        Map<String, Integer> unheard = new HashMap<>(telephoneUnheard);
        unheard.put(partner, said);
        telephoneUnheard = unheard;
        return said;
    }

    /** Whether the desk's word that it goes on is newer than what notify-service says of its end. */
    boolean isGoingOn() {
        return state == AlertState.EXPIRED && decision == Decision.CONFIRMED && said > heard;
    }

    @Nullable
    Threat threat() {
        return threatWho == null ? null : new Threat(threatWho, threatWhen, threatRegion);
    }

    /** Minutes matter while an alert runs; afterwards they would tell when its tip came. */
    void fade(Instant now) {
        boolean hasEnded = state == AlertState.EXPIRED || state == AlertState.CANCELLED;
        partners =
                partners.stream().map(partner -> partner.faded(now, hasEnded)).toList();
        timed = partners.stream().anyMatch(PartnerAlert::isTimed);
    }
}
