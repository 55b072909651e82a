package org.penah.triage.decision;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.EventHandler;
import org.penah.outbox.RefusedEventException;
import org.penah.outbox.TrustedDay;
import org.penah.sealing.decision.Decision;
import org.penah.triage.alert.Alerts;
import org.penah.triage.arrival.TipArrival;
import org.penah.triage.details.DetailsApprovals;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.DueTime;
import org.penah.triage.tip.TipOfSource;
import org.penah.triage.tip.TipOfSource.Here;
import org.penah.triage.tip.TipSql;
import org.penah.triage.vitalinterest.VitalInterests;
import org.penah.triage.withdrawal.Withdrawals;

/**
 * Carries out what a tip's source has decided, if its source has signed that: intake-service passes decisions on and takes
 * none (ADR 33).
 *
 * <p>An unread report of danger is deleted only after a pause, in which staff see this and can read it: somebody who
 * forced its source to erase it must not silence it.
 */
@ApplicationScoped
class Decisions implements TipArrival {

    private static final Logger LOG = Logger.getLogger(Decisions.class);

    /** The page on which a source erases says the same. */
    private static final Duration PAUSE = Duration.ofDays(1);

    private static final Consents NOTHING = new Consents(false, false);

    private static final int EARLY_DAYS = 30;
    /** For one tip: more decisions than its source can need. */
    private static final int MOST_EARLY = 10;

    private static final String OVERTAKEN =
            "select distinct tip_id from early_decision e where " + TipSql.isHere("e.tip_id") + " limit 100";

    private final Mutiny.SessionFactory sessions;
    private final Withdrawals withdrawals;
    private final TipOfSource tips;
    private final DetailsApprovals details;
    private final VitalInterests vitalInterests;
    private final Alerts alerts;
    private final Journal journal;
    private final UnreadableRows unreadable;
    private final Clock clock;

    Decisions(
            Mutiny.SessionFactory sessions,
            Withdrawals withdrawals,
            TipOfSource tips,
            DetailsApprovals details,
            VitalInterests vitalInterests,
            Alerts alerts,
            Journal journal,
            UnreadableRows unreadable,
            Clock clock) {
        this.sessions = sessions;
        this.withdrawals = withdrawals;
        this.tips = tips;
        this.details = details;
        this.vitalInterests = vitalInterests;
        this.alerts = alerts;
        this.journal = journal;
        this.unreadable = unreadable;
        this.clock = clock;
    }

    @Produces
    @Singleton
    EventHandler<ConsentWithdrawn> onConsentWithdrawn() {
        return EventHandler.of("intake", ConsentWithdrawn.TYPE, ConsentWithdrawn.class, this::take);
    }

    @Produces
    @Singleton
    EventHandler<TipErased> onTipErased() {
        return EventHandler.of("intake", TipErased.TYPE, TipErased.class, this::take);
    }

    /** Fails with a {@link RefusedEventException} if the tip's source has not signed it. */
    Uni<Void> take(Mutiny.Session session, ConsentWithdrawn withdrawn) {
        Decision said = withdrawn.consents().alert() ? Decision.WITHDRAW_DETAILS : Decision.WITHDRAW_ALERT;
        return take(session, withdrawn.tipId(), said, withdrawn.signature());
    }

    /** Fails with a {@link RefusedEventException} if the tip's source has not signed it. */
    Uni<Void> take(Mutiny.Session session, TipErased erased) {
        return take(session, erased.tipId(), Decision.ERASE, erased.signature());
    }

    private Uni<Void> take(Mutiny.Session session, UUID tipId, Decision said, @Nullable String signature) {
        return withdrawals
                .locked(session, tipId)
                .chain(() -> tips.find(session, tipId))
                .chain(tip -> tip.isEmpty()
                        ? keepEarly(session, tipId, said, signature)
                        : decided(tip.get().decisionKey(), said, signature)
                                .map(decision -> carryOut(session, tip.get(), decision))
                                .orElseThrow(() ->
                                        new RefusedEventException("a decision is not signed by the tip's source")));
    }

    /**
     * The signed text counts, not intake-service's claim; for a tip from before signed decisions, the claim.
     *
     * @param key the tip's, if it has one
     */
    private static Optional<Decision> decided(@Nullable String key, Decision said, @Nullable String signature) {
        return key == null
                ? Optional.of(said)
                : Arrays.stream(Decision.values())
                        .filter(decision -> signature != null && decision.isSigned(key, signature))
                        .findFirst();
    }

    private Uni<Void> keepEarly(Mutiny.Session session, UUID tipId, Decision said, @Nullable String signature) {
        LocalDate today = LocalDate.now(clock);
        return session.createNativeQuery("""
                        with outdated as (
                            delete from early_decision where day < %s - cast(?5 as integer))
                        insert into early_decision (tip_id, decision, signature, day)
                        select ?1, ?2, ?3, ?4 where (select count(*) from early_decision where tip_id = ?1) < ?6
                        on conflict do nothing""".formatted(TrustedDay.SQL))
                .setParameter(1, tipId)
                .setParameter(2, said.word())
                .setParameter(3, signature == null ? "" : signature)
                .setParameter(4, today)
                .setParameter(5, EARLY_DAYS)
                .setParameter(6, MOST_EARLY)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Does what came before its tip, which is here now. */
    @Override
    public Uni<Void> arrived(Mutiny.Session session, Here tip) {
        return session.createNativeQuery(
                        "delete from early_decision where tip_id = ?1 returning decision, signature", Object[].class)
                .setParameter(1, tip.id())
                .getResultList()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> catchUp(session, tip, (String) row[0], (String) row[1]))
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> catchUp(Mutiny.Session session, Here tip, String word, String signature) {
        Decision said = Arrays.stream(Decision.values())
                .filter(decision -> decision.word().equals(word))
                .findFirst()
                .orElseThrow();
        Optional<Decision> decision = decided(tip.decisionKey(), said, signature);
        if (decision.isEmpty()) {
            LOG.error("a decision that came before its tip is not signed by the tip's source");
            return Uni.createFrom().voidItem();
        }
        return carryOut(session, tip, decision.get());
    }

    private Uni<Void> carryOut(Mutiny.Session session, Here tip, Decision decision) {
        return switch (decision) {
            case WITHDRAW_ALERT -> withdraw(session, tip, new Consents(false, false));
            case WITHDRAW_DETAILS -> withdraw(session, tip, new Consents(true, false));
            case ERASE -> erase(session, tip);
        };
    }

    private Uni<Void> consents(Mutiny.Session session, Here tip, Consents left) {
        return withdrawals
                .remember(session, tip.id(), left, false)
                .chain(() -> tips.takeBackConsents(session, tip, left));
    }

    // intake-service calls off the alert that a source allowed. It does not know of one that staff raised without
    // consent.
    private Uni<Void> callOffRaised(Mutiny.Session session, Here tip) {
        return vitalInterests
                .isRaised(session, tip.id())
                .chain(raised -> raised
                        ? tips.thinDanger(session, tip)
                                .chain(danger -> alerts.callOff(session, danger))
                                .chain(session::flush)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> withdraw(Mutiny.Session session, Here tip, Consents left) {
        return consents(session, tip, left)
                .chain(() -> details.takeBack(session, tip.id()))
                .call(() -> journal.recordOfSource(session, Deed.CONSENT_WITHDRAWN, tip.id()))
                .chain(takenBack -> takenBack == 0
                        ? Uni.createFrom().voidItem()
                        : journal.recordOfSource(session, Deed.DETAILS_TAKEN_BACK, tip.id()));
    }

    private Uni<Void> erase(Mutiny.Session session, Here tip) {
        Instant due = DueTime.roundedUp(clock.instant().plus(PAUSE));
        return tips.pause(session, tip, due).chain(paused -> switch (paused) {
            case BEGUN ->
                consents(session, tip, NOTHING)
                        .chain(() -> details.takeBack(session, tip.id()))
                        .chain(() -> callOffRaised(session, tip))
                        .chain(() -> journal.recordOfSource(session, Deed.TIP_ERASING, tip.id()));
            case RUNNING -> Uni.createFrom().voidItem();
            case NOT_NEEDED -> gone(session, tip);
        });
    }

    private Uni<Void> gone(Mutiny.Session session, Here tip) {
        return withdrawals
                .remember(session, tip.id(), NOTHING, true)
                .chain(() -> callOffRaised(session, tip))
                .chain(() -> tips.erase(session, tip))
                .chain(() -> journal.recordOfSource(session, Deed.TIP_ERASED, tip.id()));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> eraseWhatIsDue() {
        return sessions.withSession(tips::pausedUntilNow).chain(due -> unreadable.change(Table.TIP, due, this::gone));
    }

    /** A version that knows of none of this may have taken the tip. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        return sessions.withSession(session ->
                        session.createNativeQuery(OVERTAKEN, UUID.class).getResultList())
                .chain(tipIds -> unreadable.change(Table.TIP, tipIds, this::catchUp));
    }

    private Uni<Void> gone(Mutiny.Session session, UUID tipId) {
        return ifHere(session, tipId, this::gone);
    }

    private Uni<Void> catchUp(Mutiny.Session session, UUID tipId) {
        return ifHere(session, tipId, this::arrived);
    }

    private Uni<Void> ifHere(Mutiny.Session session, UUID tipId, BiFunction<Mutiny.Session, Here, Uni<Void>> deed) {
        return withdrawals
                .locked(session, tipId)
                .chain(() -> tips.find(session, tipId))
                .chain(tip -> tip.isEmpty() ? Uni.createFrom().voidItem() : deed.apply(session, tip.get()));
    }
}
