package org.penah.triage.withdrawal;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.decision.Decision;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.DueTime;

/**
 * Does what a tip's source has decided, if its source has signed that: intake-service passes decisions on and takes none (ADR 33).
 *
 * <p>A report of danger that nobody has read goes only after a pause, in which staff see that it goes and can read it: whoever made its
 * source erase it must not have silenced it.
 */
@ApplicationScoped
public class Decisions {

    private static final Logger LOG = Logger.getLogger(Decisions.class);
    /** As many as a walk may take. */
    private static final int BATCH = 100;

    private static final int EARLY_DAYS = 30;

    private final Mutiny.SessionFactory sessions;
    private final Withdrawals withdrawals;
    private final Journal journal;
    private final UnreadableRows unreadable;
    private final WithdrawalConfig config;
    private final Clock clock;

    Decisions(
            Mutiny.SessionFactory sessions,
            Withdrawals withdrawals,
            Journal journal,
            UnreadableRows unreadable,
            WithdrawalConfig config,
            Clock clock) {
        this.sessions = sessions;
        this.withdrawals = withdrawals;
        this.journal = journal;
        this.unreadable = unreadable;
        this.config = config;
        this.clock = clock;
    }

    /** Fails with an {@link IllegalArgumentException} if the tip's source has not signed it. */
    Uni<Void> take(Mutiny.Session session, ConsentWithdrawn withdrawn) {
        UUID tipId = withdrawn.tipId();
        return take(session, tipId, withdrawn.signature(), () -> withdraw(session, tipId, withdrawn.consents()));
    }

    /** Fails with an {@link IllegalArgumentException} if the tip's source has not signed it. */
    Uni<Void> take(Mutiny.Session session, TipErased erased) {
        UUID tipId = erased.tipId();
        return take(session, tipId, erased.signature(), () -> erase(session, tipId));
    }

    /**
     * What was signed counts, and not what intake-service says of it.
     *
     * @param unsigned what is done for a tip from before decisions were signed
     */
    private Uni<Void> take(
            Mutiny.Session session, UUID tipId, @Nullable String signature, Supplier<Uni<Void>> unsigned) {
        return withdrawals
                .locked(session, tipId)
                .chain(() -> keys(session, tipId))
                .chain(keys -> {
                    if (keys.isEmpty() && signature != null) {
                        return keepEarly(session, tipId, signature);
                    }
                    String key = keys.isEmpty() ? null : keys.get(0)[0];
                    if (key == null) {
                        return unsigned.get();
                    }
                    return signed(key, signature)
                            .map(decision -> carryOut(session, tipId, decision))
                            .orElseThrow(
                                    () -> new IllegalArgumentException("a decision is not signed by the tip's source"));
                });
    }

    /** Does what came before its tip, which is here now. */
    public Uni<Void> catchUp(Mutiny.Session session, UUID tipId, @Nullable String key) {
        return session.createNativeQuery(
                        "delete from early_decision where tip_id = ?1 returning signature", String.class)
                .setParameter(1, tipId)
                .getResultList()
                .chain(signatures -> Multi.createFrom()
                        .iterable(signatures)
                        .onItem()
                        .transformToUniAndConcatenate(signature -> catchUp(session, tipId, key, signature))
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> catchUp(Mutiny.Session session, UUID tipId, @Nullable String key, String signature) {
        Optional<Decision> decision = key == null ? Optional.empty() : signed(key, signature);
        if (decision.isEmpty()) {
            LOG.error("a decision that came before its tip is not signed by the tip's source");
            return Uni.createFrom().voidItem();
        }
        return carryOut(session, tipId, decision.get());
    }

    private static Optional<Decision> signed(String key, @Nullable String signature) {
        return Arrays.stream(Decision.values())
                .filter(decision -> signature != null && decision.isSigned(key, signature))
                .findFirst();
    }

    private Uni<Void> carryOut(Mutiny.Session session, UUID tipId, Decision decision) {
        return switch (decision) {
            case WITHDRAW_ALERT -> withdraw(session, tipId, new Consents(false, false));
            case WITHDRAW_DETAILS -> withdraw(session, tipId, new Consents(true, false));
            case ERASE -> erase(session, tipId);
        };
    }

    // As an array: a row's only column comes back as itself, and null as no row.
    private static Uni<List<@Nullable String[]>> keys(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery("select decision_key, 1 from tip where tip_id = ?1", Object[].class)
                .setParameter(1, tipId)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new @Nullable String[] {(@Nullable String) row[0]})
                        .toList());
    }

    private Uni<Void> keepEarly(Mutiny.Session session, UUID tipId, String signature) {
        LocalDate today = LocalDate.now(clock);
        return session.createNativeQuery("""
                        with outdated as (delete from early_decision where day < ?4)
                        insert into early_decision (tip_id, signature, day) values (?1, ?2, ?3) on conflict do nothing""")
                .setParameter(1, tipId)
                .setParameter(2, signature)
                .setParameter(3, today)
                .setParameter(4, today.minusDays(EARLY_DAYS))
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<Void> withdraw(Mutiny.Session session, UUID tipId, Consents left) {
        return withdrawals
                .consents(session, tipId, left)
                .chain(() -> withdrawals.waitingDetails(session, tipId))
                .call(() -> journal.recordOfSource(session, Deed.CONSENT_WITHDRAWN, tipId))
                .chain(takenBack -> takenBack == 0
                        ? Uni.createFrom().voidItem()
                        : journal.recordOfSource(session, Deed.DETAILS_TAKEN_BACK, tipId));
    }

    private Uni<Void> erase(Mutiny.Session session, UUID tipId) {
        Instant due = DueTime.roundedUp(clock.instant().plus(config.pause()));
        return withdrawals.pause(session, tipId, due).chain(paused -> switch (paused) {
            case BEGUN ->
                withdrawals
                        .consents(session, tipId, new Consents(false, false))
                        .chain(() -> withdrawals.waitingDetails(session, tipId))
                        .chain(() -> withdrawals.callOffRaised(session, tipId))
                        .chain(() -> journal.recordOfSource(session, Deed.TIP_ERASING, tipId));
            case RUNNING -> Uni.createFrom().voidItem();
            case NOT_NEEDED -> gone(session, tipId);
        });
    }

    private Uni<Void> gone(Mutiny.Session session, UUID tipId) {
        return withdrawals
                .everything(session, tipId)
                .chain(() -> journal.recordOfSource(session, Deed.TIP_ERASED, tipId));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> eraseWhatIsDue() {
        return sessions.withSession(session -> session.createNativeQuery(
                                "select tip_id from tip where erasing_due <= ?1 order by erasing_due limit " + BATCH,
                                UUID.class)
                        .setParameter(1, clock.instant())
                        .getResultList())
                .chain(due -> unreadable.change(Table.TIP, due, this::gone));
    }
}
