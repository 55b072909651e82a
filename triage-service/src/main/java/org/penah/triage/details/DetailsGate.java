package org.penah.triage.details;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.AlertView;
import org.penah.triage.alert.Decision;
import org.penah.triage.alert.PartnerAlert;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.problem.ProblemException;

/** Decides whether details may be written for a partner, and whether somebody may approve them. */
final class DetailsGate {

    private DetailsGate() {}

    /**
     * The alert that details go with.
     *
     * @param alert what is known of it, if anything
     * @throws ProblemException if nothing may go to this partner now
     */
    static UUID requireOpen(ReportedDanger danger, @Nullable AlertView alert, String partner) {
        if (danger.alertId() == null || alert == null) {
            throw ProblemException.conflict(
                    "no-alert", "No alert", "This tip has no alert, so there is no partner to tell more.");
        }
        if (danger.found() || !danger.consents().alert() || !danger.consents().details()) {
            throw ProblemException.conflict(
                    "no-consent", "No consent", "The source does not allow us to share details. Nothing was approved.");
        }
        if (alert.state().isOver() || alert.decision() == Decision.CANCELLED) {
            throw ProblemException.conflict(
                    "alert-over", "Over", "The alert is over, so no more details can be sent. Nothing was approved.");
        }
        if (!mayHear(alert, partner)) {
            throw ProblemException.conflict(
                    "not-told",
                    "Not told",
                    "This partner was not told of the alert, or has turned it down. Nothing was approved.");
        }
        return alert.alertId();
    }

    /**
     * Details are read by the key that the partner has now, and that two members have heard of: notify-service, which faces the Internet,
     * does not choose it.
     *
     * @param known the partner's recipient as notify-service last told it, if it was ever heard of
     * @param heard as the partner's statement has it; nothing if the administrator's file brought the partner in
     */
    static void requireKey(@Nullable String known, @Nullable String heard, String sealedTo) {
        if (heard != null && !sealedTo.equals(heard)) {
            throw ProblemException.conflict(
                    "key-not-heard",
                    "Not the partner's key",
                    "The text was sealed to another key than the one in the partner's statement, which two members have heard. Nothing was approved. Tell your administrator: somebody may have changed it.");
        }
        if (!sealedTo.equals(known)) {
            throw ProblemException.conflict(
                    "other-key",
                    "Another key",
                    "The text was sealed to another key than the partner has now. Compare the fingerprint, and write it again.");
        }
    }

    private static boolean mayHear(AlertView alert, String partner) {
        return alert.partners() != null
                && alert.partners().stream()
                        .anyMatch(told -> told.name().equals(partner)
                                && told.state() != PartnerAlert.State.DECLINED
                                && told.state() != PartnerAlert.State.STOPPED);
    }
}
