package org.penah.notify.alert;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.CanaryChanged;
import org.penah.notify.partner.Partners;
import org.penah.outbox.Outbox;

/**
 * Sends a synthetic alert to the null partners every few minutes, by the way of every alert, and looks whether the one
 * before was taken.
 *
 * <p>It is one alert that is said anew each time, so that it leaves nothing behind, here or there. One instance begins a
 * round, whoever is first.
 */
@ApplicationScoped
class Canary {

    private static final Logger LOG = Logger.getLogger(Canary.class);
    private static final String TRIAGE = "triage";

    private final Partners partners;
    private final Outbox outbox;
    private final Mutiny.SessionFactory sessions;
    private final CanaryConfig config;
    private final Clock clock;
    private final AtomicLong missed;

    Canary(
            Partners partners,
            Outbox outbox,
            Mutiny.SessionFactory sessions,
            CanaryConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.partners = partners;
        this.outbox = outbox;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
        this.missed = meters.gauge("penah.canary.missed", new AtomicLong());
    }

    @Scheduled(every = "${penah.canary.look:10s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withTransaction(session -> partners.canaries(session)
                        .chain(nulls -> nulls.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : session.find(CanaryRound.class, CanaryRound.ONLY, LockModeType.PESSIMISTIC_WRITE)
                                        .chain(round -> round(session, round, nulls))))
                .onFailure()
                .invoke(fault ->
                        LOG.warnf("the canary waits: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> round(Mutiny.Session session, CanaryRound round, Set<UUID> nulls) {
        Instant now = clock.instant();
        missed.set(round.missed);
        if (!round.isDue(now)) {
            return Uni.createFrom().voidItem();
        }
        round.begin(now, config.every());
        return Alerts.locked(session, round.alertId)
                .chain(known -> known == null
                        ? begin(session, round.alertId, nulls, now)
                        : Alerts.notices(session, known).chain(notices -> again(session, round, known, notices, nulls)))
                .chain(() -> Alerts.wakeDelivery(session));
    }

    private static Uni<Void> begin(Mutiny.Session session, UUID alertId, Set<UUID> nulls, Instant now) {
        return session.persist(Alert.canary(alertId, now)).chain(() -> tell(session, alertId, nulls, now));
    }

    private Uni<Void> again(
            Mutiny.Session session, CanaryRound round, Alert alert, List<Notice> notices, Set<UUID> nulls) {
        Instant now = clock.instant();
        List<Notice> told = notices.stream()
                .filter(notice -> nulls.contains(notice.partnerId))
                .toList();
        boolean taken = told.stream().allMatch(notice -> notice.deliveredSeq >= notice.seq);
        boolean news = round.ended(taken);
        missed.set(round.missed);
        if (news && round.changed().alarm()) {
            LOG.errorf("ALARM: synthetic alerts were not taken: %d in a row", round.missed);
        }
        alert.runAgain(now);
        told.forEach(notice -> notice.again(now));
        // Whoever is a null partner no more hears of it no more.
        notices.stream().filter(notice -> !told.contains(notice)).forEach(notice -> notice.nextTry = null);
        Set<UUID> newcomers = without(nulls, told.stream().map(notice -> notice.partnerId));
        return tell(session, alert.id, newcomers, now)
                .chain(() -> news
                        ? outbox.append(session, TRIAGE, CanaryChanged.TYPE, round.changed())
                        : Uni.createFrom().voidItem());
    }

    private static Uni<Void> tell(Mutiny.Session session, UUID alertId, Set<UUID> partners, Instant now) {
        @Nullable
        Object[] opened = partners.stream()
                .map(partner -> Notice.open(alertId, partner, now))
                .toArray();
        return session.persistAll(opened);
    }

    private static Set<UUID> without(Set<UUID> all, Stream<UUID> some) {
        Set<UUID> left = all.stream().collect(Collectors.toSet());
        some.forEach(left::remove);
        return left;
    }
}
