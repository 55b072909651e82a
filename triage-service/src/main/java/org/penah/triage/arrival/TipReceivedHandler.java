package org.penah.triage.arrival;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;
import org.penah.triage.alert.Alerts;
import org.penah.triage.tip.TipOfSource;
import org.penah.triage.tip.TipReceived;
import org.penah.triage.withdrawal.Withdrawals;

/** Takes each tip once, even if its event is sent twice. */
@ApplicationScoped
class TipReceivedHandler implements EventHandler<TipReceived> {

    private final TipOfSource tips;
    private final Alerts alerts;
    private final Withdrawals withdrawals;
    private final TipArrival arrival;
    private final ArrivedFiles files;
    private final CanaryTips canaryTips;

    TipReceivedHandler(
            TipOfSource tips,
            Alerts alerts,
            Withdrawals withdrawals,
            TipArrival arrival,
            ArrivedFiles files,
            CanaryTips canaryTips) {
        this.tips = tips;
        this.alerts = alerts;
        this.withdrawals = withdrawals;
        this.arrival = arrival;
        this.files = files;
        this.canaryTips = canaryTips;
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
        return received.canary() == null ? keep(session, received) : canaryTips.passOn(session, received);
    }

    private Uni<Void> keep(Mutiny.Session session, TipReceived received) {
        return withdrawals
                .locked(session, received.tipId())
                .chain(withdrawn -> withdrawn.erased()
                        ? tips.refuse(session, received)
                        : tips.keep(session, received, withdrawn)
                                .chain(kept -> kept.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : arrived(session, received, kept.get())));
    }

    private Uni<Void> arrived(Mutiny.Session session, TipReceived received, TipOfSource.Here tip) {
        UUID alertId = received.alertId();
        Uni<Void> taken = files.take(received.blobId());
        Uni<Void> noted = alertId == null ? taken : taken.chain(() -> alerts.noteAsserted(session, alertId));
        return noted.chain(session::flush).chain(() -> arrival.arrived(session, tip));
    }
}
