package org.penah.triage.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.DueTime;
import org.penah.triage.threat.Threat;

/** Checks consent before the desk decides about an alert: nothing leaves for a partner that the source did not allow. */
final class AlertGate {

    private AlertGate() {}

    /**
     * The decision as notify-service is told of it.
     *
     * @throws ProblemException if there is no alert to decide about
     */
    static AlertDecided decide(ReportedDanger danger, AlertDecided.Instruction instruction, Instant now) {
        Threat.When when = danger.threat().when();
        if (when == null) {
            throw ProblemException.conflict(
                    "no-threat", "No threat", "The source reported no danger, so there is no alert to decide about.");
        }
        UUID alertId = danger.alertId();
        if (alertId == null) {
            throw ProblemException.conflict(
                    "no-consent",
                    "No consent",
                    "The source did not allow us to tell protection organisations. No alert has gone out.");
        }
        // Calling off tells nobody anything new, so it needs no consent.
        if (danger.raised() && instruction != AlertDecided.Instruction.CANCELLED) {
            return thin(alertId, instruction, danger, now);
        }
        if (!danger.consents().alert() && instruction != AlertDecided.Instruction.CANCELLED) {
            throw ProblemException.conflict(
                    "no-consent",
                    "Consent withdrawn",
                    "The source no longer allows us to tell protection organisations. Nothing has been sent.");
        }
        return new AlertDecided(
                alertId,
                instruction,
                danger.threat(),
                new AlertDecided.DetailsConsent(danger.consents().details()),
                List.of(danger.language()),
                DueTime.renewed(when, now),
                danger.decisionKey(),
                null,
                null,
                null);
    }

    /**
     * An alert that the source did not allow, thin: that there is danger, how soon, and in which language; the region only if
     * staff named it. Whether it may be raised is not decided here.
     */
    static AlertDecided raise(UUID alertId, ReportedDanger danger, Instant now) {
        return thin(alertId, AlertDecided.Instruction.CONFIRMED, danger, now);
    }

    private static AlertDecided thin(
            UUID alertId, AlertDecided.Instruction instruction, ReportedDanger danger, Instant now) {
        Threat.When when = danger.threat().when();
        if (when == null) {
            throw new IllegalArgumentException("an alert without a threat");
        }
        return new AlertDecided(
                alertId,
                instruction,
                new Threat(
                        danger.threat().who(),
                        when,
                        danger.found() ? danger.threat().region() : null),
                new AlertDecided.DetailsConsent(false),
                List.of(danger.language()),
                DueTime.renewed(when, now),
                danger.decisionKey(),
                null,
                null,
                null);
    }

    /** The end of an alert that no tip at the desk has: of its threat no more than notify-service said. */
    static AlertDecided end(Alert alert, Instant now) {
        Threat said = alert.threat();
        Threat.When when = said == null || said.when() == null ? Threat.When.HOURS : said.when();
        return new AlertDecided(
                alert.alertId,
                AlertDecided.Instruction.CANCELLED,
                said == null ? new Threat(Threat.Who.UNSPECIFIED, when, null) : said,
                new AlertDecided.DetailsConsent(false),
                List.of("en"),
                DueTime.renewed(when, now),
                null,
                null,
                null,
                null);
    }

    /**
     * Checks that an alert may be set aside unread.
     *
     * @throws ProblemException if somebody has confirmed it, taken it on or ended it, or if there is no flood
     */
    static void requireAside(Alert alert, boolean isFlood) {
        if (!alert.isUnconfirmed()) {
            throw ProblemException.conflict(
                    "confirmed",
                    "Not one of a flood",
                    "Only an alert that nobody has confirmed, taken on or ended can be set aside.");
        }
        if (!isFlood) {
            throw ProblemException.conflict(
                    "no-flood",
                    "No flood",
                    "Fewer than " + Alerts.FLOOD + " alerts wait, so there is no flood. Open the tip and decide.");
        }
    }

    /**
     * Checks that somebody may ask to cancel an alert whose tip nobody has opened.
     *
     * @param isFolded whether the tip is behind the others of a flood
     * @throws ProblemException if no partner has tidied it away
     */
    static void requireTidiedAway(Alert alert, boolean isFolded) {
        if (!alert.isTidiedAway(isFolded)) {
            throw ProblemException.conflict(
                    "unread-danger",
                    "Not read yet",
                    "An alert can be cancelled only after its tip was opened, unless it is one of a flood that a partner calls"
                            + " resolved, no other has taken on and the desk has not confirmed. Partners were told nothing.");
        }
    }

    /**
     * Checks that a partner can have answered on the telephone.
     *
     * @throws ProblemException if the alert is over, or if the partner was not told of it
     */
    static void requireTold(Alert alert, String partner) {
        if (alert.state.isOver() || alert.decision == Decision.CANCELLED) {
            throw ProblemException.conflict("over", "Over", "The alert is over. Nothing was changed.");
        }
        if (alert.partners.stream().noneMatch(told -> told.name().equals(partner))) {
            throw ProblemException.conflict(
                    "not-told", "Not told", "That partner was not told of this alert. Nothing was changed.");
        }
    }

    /**
     * Whether the decision is news. One that was taken before is not, so that a repeated click tells nobody twice; but a
     * confirmation of an alert that is resolved or expired is: the alert goes on.
     *
     * @throws ProblemException if the alert was called off, which cannot be taken back
     */
    static boolean isNews(AlertState state, @Nullable Decision before, Decision decision) {
        boolean goesOn = decision == Decision.CONFIRMED && state.mayGoOn();
        if (decision == before && !goesOn) {
            return false;
        }
        boolean calledOff = before == Decision.CANCELLED || state == AlertState.CANCELLED;
        if (calledOff && decision == Decision.CONFIRMED) {
            throw ProblemException.conflict(
                    "called-off", "Called off", "The alert has been cancelled; partners were told that it is over.");
        }
        return !calledOff;
    }
}
