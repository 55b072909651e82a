package org.penah.triage.arrival;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.outbox.Outbox;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.blob.BlobStore;
import org.penah.triage.event.Receivers;
import org.penah.triage.tip.TipOfSource;
import org.penah.triage.tip.TipOpened;
import org.penah.triage.tip.TipReceived;

/**
 * Passes canary tips on as if a member had opened them and confirmed the danger, if their sealed file is there; keeps none, so that
 * no list shows them and nobody is called.
 */
@ApplicationScoped
class CanaryTips {

    private static final Logger LOG = Logger.getLogger(CanaryTips.class);

    private final TipOfSource tips;
    private final Alerts alerts;
    private final BlobStore blobs;
    private final Outbox outbox;
    private final Clock clock;

    CanaryTips(TipOfSource tips, Alerts alerts, BlobStore blobs, Outbox outbox, Clock clock) {
        this.tips = tips;
        this.alerts = alerts;
        this.blobs = blobs;
        this.outbox = outbox;
        this.clock = clock;
    }

    Uni<Void> passOn(Mutiny.Session session, TipReceived received) {
        return isReadable(received)
                .chain(isReadable -> isReadable && received.alertId() != null
                        ? confirm(session, received)
                        : Uni.createFrom().voidItem())
                .chain(() -> tips.refuse(session, received));
    }

    private Uni<Boolean> isReadable(TipReceived received) {
        return blobs.get(received.blobId())
                .chain(bytes -> bytes.collect().last())
                .map(Objects::nonNull)
                .onFailure()
                .recoverWithItem(fault -> {
                    LOG.errorf(
                            "the sealed file of a canary tip cannot be read: %s",
                            fault.getClass().getName());
                    return false;
                });
    }

    private Uni<Void> confirm(Mutiny.Session session, TipReceived received) {
        var danger = new ReportedDanger(
                received.alertId(),
                received.threat(),
                false,
                received.consents(),
                false,
                received.language(),
                received.decisionKey());
        return alerts.confirmCanary(session, danger)
                .chain(() -> outbox.append(
                        session,
                        Receivers.INTAKE,
                        TipOpened.TYPE,
                        new TipOpened(received.tipId(), LocalDate.now(clock))));
    }
}
