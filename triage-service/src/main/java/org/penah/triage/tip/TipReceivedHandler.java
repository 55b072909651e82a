package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;
import org.penah.triage.alert.Alerts;
import org.penah.triage.withdrawal.Withdrawals;
import org.penah.triage.withdrawal.Withdrawn;

/** Takes each tip once, even if its event is sent twice. */
@ApplicationScoped
class TipReceivedHandler implements EventHandler<TipReceived> {

    private final Tips tips;
    private final Alerts alerts;
    private final Withdrawals withdrawals;
    private final TipArrival arrival;
    private final ArrivedFiles files;
    private final BlobDeletionQueue doomed;

    TipReceivedHandler(
            Tips tips,
            Alerts alerts,
            Withdrawals withdrawals,
            TipArrival arrival,
            ArrivedFiles files,
            BlobDeletionQueue doomed) {
        this.tips = tips;
        this.alerts = alerts;
        this.withdrawals = withdrawals;
        this.arrival = arrival;
        this.files = files;
        this.doomed = doomed;
    }

    @Override
    public String sender() {
        return "intake";
    }

    @Override
    public String type() {
        return "org.penah.tip.received.v1";
    }

    @Override
    public Class<TipReceived> dataType() {
        return TipReceived.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, TipReceived received) {
        return withdrawals
                .locked(session, received.tipId())
                .chain(withdrawn -> withdrawn.erased()
                        ? doomed.doom(session, received.blobId())
                        : keepOnce(session, received, withdrawn));
    }

    // The inbox drops a repeated event; this drops a tip that came in two events.
    private Uni<Void> keepOnce(Mutiny.Session session, TipReceived received, Withdrawn withdrawn) {
        return session.find(Tip.class, received.tipId())
                .chain(known -> known == null
                        ? keep(session, received, withdrawn)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> keep(Mutiny.Session session, TipReceived received, Withdrawn withdrawn) {
        Tip tip = tips.received(received, withdrawn);
        Uni<Void> kept = doomed.lock(session, tip.blobId)
                .chain(() -> session.persist(tip))
                .chain(() -> files.take(tip.blobId));
        UUID alertId = received.alertId();
        Uni<Void> noted = alertId == null ? kept : kept.chain(() -> alerts.noteAsserted(session, alertId));
        return noted.chain(session::flush)
                .chain(() -> arrival.arrived(session, new TipOfSource.Here(tip.tipId, tip.decisionKey)));
    }
}
