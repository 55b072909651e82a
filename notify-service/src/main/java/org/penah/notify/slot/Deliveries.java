package org.penah.notify.slot;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.notify.alert.AlertTransactions;
import org.penah.notify.alert.Alerts;
import org.penah.notify.delivery.OpenAlert;

/**
 * Keeps which alerts partners have taken, those of half a second at once: a change of an alert reads how it stands with every
 * partner, and an alert to a thousand would be a thousand of them.
 *
 * <p>What a crash loses of it, the partner is told in its next slot again.
 */
@ApplicationScoped
class Deliveries {

    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final long TOGETHER_MILLIS = 500;
    private static final int LANES = 4;

    private final Alerts alerts;
    private final AlertTransactions transactions;
    private final Vertx vertx;
    private Map<UUID, OpenAlert> taken = new HashMap<>();
    private int underWay;

    Deliveries(Alerts alerts, AlertTransactions transactions, Vertx vertx) {
        this.alerts = alerts;
        this.transactions = transactions;
        this.vertx = vertx;
    }

    /** Has these kept in a moment, or a moment after those before are: with many open alerts that takes longer. */
    synchronized void add(List<OpenAlert> told) {
        told.forEach(one -> taken.merge(one.partnerAlertId(), one, Deliveries::later));
        if (underWay == 0 && !taken.isEmpty()) {
            underWay = 1;
            vertx.setTimer(TOGETHER_MILLIS, timer -> keep());
        }
    }

    private static OpenAlert later(OpenAlert one, OpenAlert other) {
        return one.message().seq() > other.message().seq() ? one : other;
    }

    private synchronized void kept() {
        underWay--;
        add(List.of());
    }

    private synchronized void keep() {
        List<Map.Entry<UUID, List<OpenAlert>>> byAlert = List.copyOf(taken.values().stream()
                .collect(Collectors.groupingBy(OpenAlert::alertId))
                .entrySet());
        taken = new HashMap<>();
        // Beside each other, so that an alert that is stuck holds up a few others and not all.
        int share = (byAlert.size() + LANES - 1) / LANES;
        underWay = 0;
        for (int from = 0; from < byAlert.size(); from += share) {
            underWay++;
            keep(byAlert.subList(from, Math.min(from + share, byAlert.size())));
        }
    }

    private void keep(List<Map.Entry<UUID, List<OpenAlert>>> byAlert) {
        // Hibernate Reactive ties a session to its context.
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(now -> transactions
                .change(
                        byAlert,
                        Map.Entry::getKey,
                        (session, told) -> delivered(session, told.getKey(), told.getValue()))
                .onTermination()
                .invoke(this::kept)
                .subscribe()
                .with(
                        done -> {},
                        fault -> LOG.warnf(
                                "deliveries are not kept: %s", fault.getClass().getName())));
    }

    private Uni<Void> delivered(Mutiny.Session session, UUID alertId, List<OpenAlert> told) {
        return alerts.delivered(
                session,
                alertId,
                told.stream()
                        .collect(Collectors.toMap(
                                OpenAlert::partnerAlertId, one -> one.message().seq())),
                Instant.MIN);
    }
}
