package org.penah.triage.tipalert;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.AlertView;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.PartnerAlert;
import org.penah.triage.clock.PassedTime;
import org.penah.triage.row.FirstRows;
import org.penah.triage.tip.AlertedTips;

/**
 * Finds turns of alerts that somebody at the desk must hear of: that a partner calls one resolved, at once ({@code penah.alerts.undecided}
 * counts those about which nobody has decided in time); that notify-service has not said that it took a decision, once that has lasted too long
 * ({@code penah.decisions.unheard} counts these).
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
     * @param cancelling requests to cancel alerts unread, by queue
     */
    public record Found(
            FirstRows<Resolved> resolved, FirstRows<UUID> unheard, List<AlertedTips.CancellingUnread> cancelling) {}

    private static final Logger LOG = Logger.getLogger(AlertAlarms.class);

    /** Cancellations that are said again in one look. */
    private static final int AT_ONCE = 100;

    /** As long as the relay tries before what does not leave is an alarm. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(2);

    private final Alerts alerts;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final AtomicLong lateCount;
    private final AtomicLong undecidedCount;
    private final Since<Alerts.Unheard> unheard;

    /** Since this instance last said a cancellation again. */
    private final Since<UUID> saidAgain;

    /** As of the last look, those first that the desk had confirmed, then those that wait longest. */
    private volatile List<UUID> late = List.of();

    AlertAlarms(Alerts alerts, Mutiny.SessionFactory sessions, PassedTime time, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.alerts = alerts;
        this.sessions = sessions;
        this.unheard = new Since<>(time);
        this.saidAgain = new Since<>(time);
        this.lateCount = meters.gauge("penah.decisions.unheard", new AtomicLong());
        this.undecidedCount = meters.gauge("penah.alerts.undecided", new AtomicLong());
    }

    /** Whether somebody looks at a desk or not. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withSession(alerts::unheard)
                .map(this::late)
                .invoke(found -> {
                    late = found.stream().map(Alerts.Unheard::alertId).toList();
                    lateCount.set(found.size());
                })
                .chain(this::cancelAgain);
    }

    /** Whether something of {@link #look} fails or not. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> ask() {
        return sessions.withTransaction(
                        session -> alerts.ask(session).chain(() -> AlertedTips.undecided(session, clock.instant())))
                .invoke(undecidedCount::set)
                .replaceWithVoid();
    }

    private List<Alerts.Unheard> late(List<Alerts.Unheard> found) {
        unheard.keep(found);
        // As of one moment: a clock that is read at each comparison orders nothing.
        Map<Alerts.Unheard, Long> ages = unheard.ages();
        return found.stream()
                .filter(each -> unheard.isFor(ON_ITS_WAY, each))
                .sorted(Comparator.comparing(Alerts.Unheard::isConfirmed)
                        .thenComparing(each -> Objects.requireNonNull(ages.get(each)))
                        .reversed())
                .toList();
    }

    /** The alerts of which notify-service has long not said that it took what the desk said, as of the last look. */
    public List<UUID> unheardLong() {
        return late;
    }

    /** Nobody can decide again to cancel an alert, and until notify-service hears of it partners are called on. It does the same for a second one. */
    private Uni<Void> cancelAgain(List<Alerts.Unheard> found) {
        List<UUID> cancelled = found.stream()
                .filter(Alerts.Unheard::isCancelled)
                .map(Alerts.Unheard::alertId)
                .toList();
        saidAgain.retain(cancelled);
        List<UUID> due = cancelled.stream()
                .filter(alertId -> !saidAgain.isLessThan(ON_ITS_WAY, alertId))
                .limit(AT_ONCE)
                .toList();
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(this::cancelAgain)
                .onItem()
                .ignoreAsUni();
    }

    /** By itself: one that somebody keeps locked, or that cannot be read, holds up no other. */
    private Uni<Void> cancelAgain(UUID alertId) {
        return sessions.withTransaction(session -> alerts.end(session, alertId))
                .invoke(() -> saidAgain.begin(alertId))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "a cancellation is not said again: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** What there is in these queues now. */
    public Uni<Found> find(Mutiny.Session session, List<String> queues) {
        return resolved(session, queues)
                .chain(resolved -> AlertedTips.unheard(session, queues, late)
                        .chain(unheardTips -> AlertedTips.cancellingUnread(session, queues)
                                .map(cancelling -> new Found(resolved, unheardTips, cancelling))));
    }

    private Uni<FirstRows<Resolved>> resolved(Mutiny.Session session, List<String> queues) {
        return AlertedTips.saidResolved(session, queues)
                .chain(tips -> tips.rows().isEmpty()
                        ? Uni.createFrom().item(new FirstRows<>(List.of(), 0))
                        : alerts.views(
                                        session,
                                        tips.rows().stream()
                                                .map(AlertedTips.OfTip::alertId)
                                                .toList())
                                .map(views -> new FirstRows<>(
                                        tips.rows().stream()
                                                .map(tip ->
                                                        new Resolved(tip.tipId(), sayingSo(views.get(tip.alertId()))))
                                                .toList(),
                                        tips.more())));
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
