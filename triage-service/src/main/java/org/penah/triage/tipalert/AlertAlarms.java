package org.penah.triage.tipalert;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.AlertView;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.PartnerAlert;
import org.penah.triage.tip.AlertedTips;

/**
 * Finds turns of alerts that somebody at the desk must hear of: that a partner calls one resolved, at once; that notify-service has not
 * said that it took a decision, once that has lasted too long ({@code penah.decisions.unheard} counts these).
 */
@ApplicationScoped
public class AlertAlarms {

    /**
     * An alert that partners call resolved: nobody is called any more, and only the desk can let it go on.
     *
     * @param partners who say so; empty if that cannot be read
     */
    public record Resolved(UUID tipId, List<String> partners) {}

    /**
     * What is found in some queues, at most a hundred of each.
     *
     * @param resolved until the desk lets them go on or cancels them
     * @param unheard tips about whose alert the desk said something, and notify-service has long not said that it took that
     */
    public record Found(List<Resolved> resolved, List<UUID> unheard) {}

    /** Cancellations that are said again in one transaction. */
    private static final int AT_ONCE = 100;

    /** As long as the relay tries before what does not leave is an alarm. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(2);

    private final Alerts alerts;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final AtomicLong late;

    /** When this instance first saw each; nothing finer than a day is stored. */
    private final Map<Alerts.Unheard, Instant> firstSeen = new ConcurrentHashMap<>();

    /** When this instance last said a cancellation again. */
    private final Map<UUID, Instant> saidAgain = new ConcurrentHashMap<>();

    AlertAlarms(Alerts alerts, Mutiny.SessionFactory sessions, Clock clock, MeterRegistry meters) {
        this.alerts = alerts;
        this.sessions = sessions;
        this.clock = clock;
        this.late = meters.gauge("penah.decisions.unheard", new AtomicLong());
    }

    /** Whether somebody looks at a desk or not. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withSession(this::late)
                .invoke(unheard -> late.set(unheard.size()))
                .chain(this::cancelAgain);
    }

    /** Nobody can decide again to cancel an alert, and until notify-service hears of it partners are called on. It does the same for a second one. */
    private Uni<Void> cancelAgain(List<Alerts.Unheard> late) {
        Instant now = clock.instant();
        List<UUID> cancelled = late.stream()
                .filter(Alerts.Unheard::isCancelled)
                .map(Alerts.Unheard::alertId)
                .toList();
        saidAgain.keySet().retainAll(Set.copyOf(cancelled));
        List<UUID> due = cancelled.stream()
                .filter(alertId -> !saidAgain.getOrDefault(alertId, Instant.MIN).isAfter(now.minus(ON_ITS_WAY)))
                .limit(AT_ONCE)
                .toList();
        return due.isEmpty()
                ? Uni.createFrom().voidItem()
                : sessions.withTransaction(session -> Multi.createFrom()
                                .iterable(due)
                                .onItem()
                                .transformToUniAndConcatenate(alertId -> alerts.end(session, alertId))
                                .collect()
                                .asList())
                        .invoke(() -> due.forEach(alertId -> saidAgain.put(alertId, now)))
                        .replaceWithVoid();
    }

    private Uni<List<UUID>> unheard(Mutiny.Session session, List<String> queues) {
        return late(session)
                .map(unheard -> unheard.stream().map(Alerts.Unheard::alertId).toList())
                .chain(alertIds -> alertIds.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : AlertedTips.tipsOf(session, queues, alertIds));
    }

    private Uni<List<Alerts.Unheard>> late(Mutiny.Session session) {
        Instant now = clock.instant();
        return alerts.unheard(session).map(unheard -> {
            firstSeen.keySet().retainAll(Set.copyOf(unheard));
            return unheard.stream()
                    .filter(each -> !firstSeen
                            .computeIfAbsent(each, fresh -> now)
                            .plus(ON_ITS_WAY)
                            .isAfter(now))
                    .toList();
        });
    }

    /** What there is in these queues now. */
    public Uni<Found> find(Mutiny.Session session, List<String> queues) {
        return resolved(session, queues)
                .chain(resolved -> unheard(session, queues).map(unheard -> new Found(resolved, unheard)));
    }

    private Uni<List<Resolved>> resolved(Mutiny.Session session, List<String> queues) {
        return AlertedTips.saidResolved(session, queues)
                .chain(tips -> tips.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : alerts.views(
                                        session,
                                        tips.stream()
                                                .map(AlertedTips.OfTip::alertId)
                                                .toList())
                                .map(views -> tips.stream()
                                        .map(tip -> new Resolved(tip.tipId(), sayingSo(views.get(tip.alertId()))))
                                        .toList()));
    }

    private static List<String> sayingSo(@Nullable AlertView alert) {
        List<PartnerAlert> partners = alert == null ? null : alert.partners();
        return partners == null
                ? List.of()
                : partners.stream()
                        .filter(partner -> partner.state() == PartnerAlert.State.RESOLVED)
                        .map(PartnerAlert::name)
                        .toList();
    }
}
