package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;
import org.penah.triage.alert.Alerts;

/** Takes each tip once, whatever is sent twice. */
@ApplicationScoped
class TipReceivedHandler implements EventHandler<TipReceived> {

    private final Alerts alerts;

    TipReceivedHandler(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public String type() {
        return "org.penah.tip.received.v1";
    }

    @Override
    public Class<TipReceived> dataType() {
        return TipReceived.class;
    }

    // The inbox drops a repeated event; this drops a tip that came in two events.
    @Override
    public Uni<Void> handle(Mutiny.Session session, TipReceived received) {
        return session.find(Tip.class, received.tipId())
                .chain(known -> known == null
                        ? keep(session, received)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> keep(Mutiny.Session session, TipReceived received) {
        Uni<Void> kept = session.persist(Tip.of(received));
        UUID alertId = received.alertId();
        return alertId == null ? kept : kept.chain(() -> alerts.noteAsserted(session, alertId));
    }
}
