package org.penah.triage.tip;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.Decision;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;

/** Takes what the desk decides about the alert of a tip. */
@Path("/api/tips/{tipId}/alert")
class AlertResource {

    record Asked(@Nullable Decision decision) {}

    private final Mutiny.SessionFactory sessions;
    private final Tips tips;
    private final Alerts alerts;
    private final Journal journal;
    private final SecurityIdentity identity;

    AlertResource(
            Mutiny.SessionFactory sessions, Tips tips, Alerts alerts, Journal journal, SecurityIdentity identity) {
        this.sessions = sessions;
        this.tips = tips;
        this.alerts = alerts;
        this.journal = journal;
        this.identity = identity;
    }

    @POST
    @ResponseStatus(202)
    public Uni<Void> decide(@RestPath UUID tipId, @Nullable Asked asked) {
        if (asked == null || asked.decision() == null) {
            throw ProblemException.badRequest("decision is neither confirmed nor cancelled");
        }
        Decision decision = asked.decision();
        Member member = Member.of(identity);
        return sessions.withTransaction(session -> tips.locked(session, member, tipId)
                .invoke(tip -> requireRead(tip, decision))
                .chain(tip -> alerts.decide(session, tip.danger(), decision))
                .chain(news -> news
                        ? journal.record(session, member, deed(decision), tipId)
                        : Uni.createFrom().voidItem()));
    }

    private static void requireRead(Tip tip, Decision decision) {
        if (decision == Decision.CANCELLED && tip.firstOpened == null) {
            throw ProblemException.conflict(
                    "unread-danger",
                    "Not read yet",
                    "An alert can be cancelled only after its tip was opened. Partners were told nothing.");
        }
    }

    private static Deed deed(Decision decision) {
        return switch (decision) {
            case CONFIRMED -> Deed.ALERT_CONFIRMED;
            case CANCELLED -> Deed.ALERT_CANCELLED;
        };
    }
}
