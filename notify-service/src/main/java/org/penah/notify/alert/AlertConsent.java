package org.penah.notify.alert;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.notify.event.AlertWithdrawn.Left;
import org.penah.notify.event.Consents;
import org.penah.outbox.RefusedEventException;
import org.penah.outbox.TrustedDay;

/**
 * Says what a source still allows of an alert. It only ever shrinks, in whatever order the events come.
 *
 * <p>What a source takes back must be signed under the key that came with its alert. So intake-service, which passes it on, cannot
 * call off an alert that it has passed on before.
 */
record AlertConsent(boolean alert, boolean details) {

    // The row is locked until the transaction ends, even where there is no alert yet: a withdrawal and the alert that
    // it
    // is about cannot pass each other.
    private static final String NARROW = """
            insert into consent (alert_id, alert, details, decision_key) values (?1, ?2, ?3, cast(?4 as text))
            on conflict (alert_id) do update
                set alert = consent.alert and excluded.alert, details = consent.details and excluded.details,
                    decision_key = coalesce(consent.decision_key, excluded.decision_key)
            returning alert, details, decision_key""";

    // Of one alert no more than its source has to decide.
    private static final String KEEP_EARLY = """
            with outdated as (delete from early_withdrawal where day < %s - 30)
            insert into early_withdrawal (alert_id, only_details, signature)
            select ?1, ?2, ?3 where (select count(*) from early_withdrawal where alert_id = ?1) < 10
            on conflict do nothing""".formatted(TrustedDay.SQL);

    private static final String TAKE_EARLY =
            "delete from early_withdrawal where alert_id = ?1 returning only_details, signature";

    private static final Left ALL = new Left(true, true);

    private record Kept(AlertConsent allowed, @Nullable String key) {}

    /** Locks what is known of an alert's consent until the caller's transaction ends. */
    static Uni<Void> lock(Mutiny.Session session, UUID alertId) {
        return narrow(session, alertId, ALL, null).replaceWithVoid();
    }

    /**
     * Keeps what an alert says that its source allows, and the source's key: what it has taken back before counts from now on.
     * Answers what is left of all that was ever said.
     */
    static Uni<AlertConsent> said(Mutiny.Session session, UUID alertId, Consents consents, @Nullable String key) {
        return narrow(session, alertId, new Left(true, consents.details()), key)
                .chain(kept -> catchUp(session, alertId, kept));
    }

    /** Takes what came before its alert, which is here now. */
    static Uni<AlertConsent> catchUp(Mutiny.Session session, UUID alertId) {
        return narrow(session, alertId, ALL, null).chain(kept -> catchUp(session, alertId, kept));
    }

    private static Uni<AlertConsent> catchUp(Mutiny.Session session, UUID alertId, Kept kept) {
        return session.createNativeQuery(TAKE_EARLY, Object[].class)
                .setParameter(1, alertId)
                .getResultList()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .map(row -> left(new Left((boolean) row[0], false), (String) row[1], kept.key()))
                        .onItem()
                        .transformToUniAndConcatenate(left -> narrow(session, alertId, left, null))
                        .collect()
                        .asList())
                .map(narrowed -> narrowed.isEmpty()
                        ? kept.allowed()
                        : narrowed.get(narrowed.size() - 1).allowed());
    }

    /**
     * Keeps what a source takes back, or that it came before the alert and the key that shows that it is the source's word.
     *
     * @param isHere whether the alert has come
     * @return fails with a {@link RefusedEventException} if somebody else says so
     */
    static Uni<AlertConsent> withdrawnBy(Mutiny.Session session, AlertWithdrawn withdrawn, boolean isHere) {
        UUID id = withdrawn.alertId();
        String signature = Optional.ofNullable(withdrawn.signature()).orElse("");
        return narrow(session, id, ALL, null).chain(kept -> {
            if (kept.key() == null && !isHere) {
                return session.createNativeQuery(KEEP_EARLY)
                        .setParameter(1, id)
                        .setParameter(2, withdrawn.consents().alert())
                        .setParameter(3, signature)
                        .executeUpdate()
                        .replaceWith(kept.allowed());
            }
            Left left = left(withdrawn.consents(), signature, kept.key());
            if (left.allowsAll()) {
                throw new RefusedEventException("a withdrawal is not signed by its source");
            }
            return narrow(session, id, left, null).map(Kept::allowed);
        });
    }

    /** What was signed counts; of an alert from before withdrawals were signed, what intake-service says. */
    private static Left left(Left said, String signature, @Nullable String key) {
        return key == null ? said : Left.after(signature, key);
    }

    private static Uni<Kept> narrow(Mutiny.Session session, UUID alertId, Left left, @Nullable String key) {
        return session.createNativeQuery(NARROW, Object[].class)
                .setParameter(1, alertId)
                .setParameter(2, left.alert())
                .setParameter(3, left.details())
                .setParameter(4, key)
                .getSingleResult()
                .map(row -> new Kept(new AlertConsent((Boolean) row[0], (Boolean) row[1]), (@Nullable String) row[2]));
    }
}
