package org.penah.triage.partner;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.FourEyes;
import org.penah.triage.problem.ProblemException;

/** Decides what a manager of partners may do, by what is known of the partner. */
final class PartnersGate {

    private PartnersGate() {}

    /**
     * Looks whether an answer may be taken.
     *
     * @param known the partner as notify-service last told of it; null if it did not
     */
    static void requireFitting(
            Statement statement, Invitation invitation, @Nullable PartnerChanged known, LocalDate today) {
        if (!statement.said().name().equals(invitation.name())) {
            throw ProblemException.unprocessable(
                    "another-name", "Another name", "The answer names another partner than you invited.");
        }
        if (!statement.challenge().equals(invitation.challenge()) || invitation.isOver(today)) {
            throw ProblemException.unprocessable(
                    "old-invitation", "An old invitation", "This answers another invitation. Send the one shown here.");
        }
        if (known == null) {
            return;
        }
        PartnerChanged.Managed managed = requireManaged(known);
        boolean isOwn = managed.acknowledgementKey().equals(statement.said().acknowledgementKey());
        if (!isOwn && managed.admission() != PartnerChanged.Admission.DISABLED) {
            throw ProblemException.unprocessable(
                    "another-key",
                    "Another key",
                    "It is signed with another key than this partner's. If they lost theirs, end the partner first.");
        }
    }

    /** Looks whether the desk may decide about a partner that it did not introduce, too. */
    static PartnerChanged.Managed requireManaged(@Nullable PartnerChanged known) {
        if (known == null) {
            throw ProblemException.notFound();
        }
        if (known.managed() == null) {
            throw ProblemException.conflict(
                    "not-at-the-desk", "Not at the desk", "The administrator's file alone decides about this one.");
        }
        return known.managed();
    }

    /** Looks whether there is something to end. */
    static boolean isOngoing(@Nullable PartnerChanged known) {
        return known != null
                && known.managed() != null
                && known.managed().admission() != PartnerChanged.Admission.DISABLED;
    }

    static void requireOngoing(@Nullable PartnerChanged known) {
        requireManaged(known);
        if (!isOngoing(known)) {
            throw ended();
        }
    }

    static ProblemException ended() {
        return ProblemException.conflict(
                "ended", "Ended", "This partner was ended. To begin again, invite it under its name.");
    }

    static Invitation requireInvited(@Nullable Invitation invitation) {
        if (invitation == null) {
            throw ProblemException.notFound();
        }
        return invitation;
    }

    /** Looks whether a second member has heard the same. */
    static Invitation.Answer requireSecond(Invitation invitation, String member) {
        Invitation.Answer answer = invitation.answer();
        if (answer == null) {
            throw ProblemException.conflict("no-answer", "No answer", "The partner's answer is not here yet.");
        }
        FourEyes.requireOther(answer.proposedBy(), member);
        return answer;
    }

    static void requireHeard(Statement statement, String heard) {
        if (!statement.wasHeard(heard)) {
            throw ProblemException.unprocessable(
                    "not-heard",
                    "Not the same",
                    "This is not the fingerprint of the answer. If you typed what you heard, somebody may be between you.");
        }
    }
}
