package org.penah.triage.tipalert;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
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

    /** As long as the relay tries before what does not leave is an alarm. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(2);

    private final Alerts alerts;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final AtomicLong late;

    /** When this instance first saw each; nothing finer than a day is stored. */
    private final Map<Alerts.Unheard, Instant> firstSeen = new ConcurrentHashMap<>();

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
                .invoke(alertIds -> late.set(alertIds.size()))
                .replaceWithVoid();
    }

    private Uni<List<UUID>> unheard(Mutiny.Session session, List<String> queues) {
        return late(session)
                .chain(alertIds -> alertIds.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : AlertedTips.tipsOf(session, queues, alertIds));
    }

    private Uni<List<UUID>> late(Mutiny.Session session) {
        Instant now = clock.instant();
        return alerts.unheard(session).map(unheard -> {
            firstSeen.keySet().retainAll(Set.copyOf(unheard));
            return unheard.stream()
                    .filter(each -> !firstSeen
                            .computeIfAbsent(each, fresh -> now)
                            .plus(ON_ITS_WAY)
                            .isAfter(now))
                    .map(Alerts.Unheard::alertId)
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
