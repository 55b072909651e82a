package org.penah.notify.canary;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.CanaryTips;
import org.penah.notify.alert.TimeRounding;
import org.penah.notify.event.CanaryChanged;
import org.penah.notify.partner.Partners;
import org.penah.outbox.Outbox;

/**
 * Sends a synthetic alert to the canary partners every few minutes, by the way of every alert, and looks whether the one
 * before was taken; and keeps when a canary tip last went the whole way.
 *
 * <p>It is the same alert each round, so that no rows pile up here or at the partner. The first instance that looks begins the
 * round.
 */
@ApplicationScoped
class Canary implements CanaryTips {

    private static final Logger LOG = Logger.getLogger(Canary.class);
    private static final String TRIAGE = "triage";

    private final Alerts alerts;
    private final Partners partners;
    private final Outbox outbox;
    private final Mutiny.SessionFactory sessions;
    private final CanaryConfig config;
    private final Clock clock;
    private final AtomicLong missed;
    private final AtomicLong absent;
    private volatile @Nullable Instant tipHeard;
    private final AtomicLong tipAbsent;

    Canary(
            Alerts alerts,
            Partners partners,
            Outbox outbox,
            Mutiny.SessionFactory sessions,
            CanaryConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.alerts = alerts;
        this.partners = partners;
        this.outbox = outbox;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
        this.missed = meters.gauge("penah.canary.missed", new AtomicLong());
        this.absent = meters.gauge("penah.canary.absent", new AtomicLong());
        meters.gauge("penah.canary.tip.seconds", this, Canary::tipAge);
        this.tipAbsent = meters.gauge("penah.canary.tip.absent", new AtomicLong());
    }

    @Override
    public Uni<Void> heard(Mutiny.Session session) {
        return session.createMutationQuery("update CanaryRound set tipHeard = ?1")
                .setParameter(1, TimeRounding.fiveMinutes(clock.instant()))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** In seconds, when it is asked for; also where a clock was set back since. */
    private double tipAge() {
        Instant heard = tipHeard;
        return heard == null
                ? 0
                : Duration.between(heard, clock.instant()).abs().toSeconds();
    }

    @Scheduled(every = "${penah.canary.look:10s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withTransaction(session -> session.find(
                                CanaryRound.class, CanaryRound.ONLY, LockModeType.PESSIMISTIC_WRITE)
                        .chain(round -> partners.canaries(session).chain(canaries -> round(session, round, canaries))))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "canary round failed, will retry: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> round(Mutiny.Session session, CanaryRound round, Set<UUID> canaries) {
        Instant now = clock.instant();
        absent.set(canaries.isEmpty() ? 1 : 0);
        missed.set(round.missed);
        tipAbsent.set(round.tipHeard == null ? 1 : 0);
        tipHeard = round.tipHeard;
        if (canaries.isEmpty() || !round.isDue(now)) {
            return Uni.createFrom().voidItem();
        }
        round.begin(now, config.every());
        return alerts.beginRound(session, round.alertId, canaries)
                .chain(wasTaken -> wasTaken == null ? Uni.createFrom().voidItem() : ended(session, round, wasTaken));
    }

    /** The desk hears of each round: that it hears nothing is how it knows that this service is silent. */
    private Uni<Void> ended(Mutiny.Session session, CanaryRound round, boolean wasTaken) {
        int before = round.missed;
        round.ended(wasTaken);
        missed.set(round.missed);
        if (round.missed > before && round.changed().alarm()) {
            LOG.errorf("ALARM: synthetic alerts were not taken: %d in a row", round.missed);
        }
        return outbox.append(session, TRIAGE, CanaryChanged.TYPE, round.changed());
    }
}
