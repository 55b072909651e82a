package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.notify.event.AlertWithdrawn.Left;
import org.penah.notify.event.Consents;

/**
 * What a source still allows of an alert. It only ever shrinks, in whatever order the events come.
 *
 * <p>What a source takes back must be signed under the key that came with its alert. So intake-service, which passes it on, cannot
 * call off an alert that it has passed on before.
 */
record Allowed(boolean alert, boolean details) {

    // The row is locked until the transaction ends, even where there is no alert yet: a withdrawal and the alert that
    // it
    // is about cannot pass each other.
    private static final String NARROW = """
            insert into consent (alert_id, alert, details, decision_key) values (?1, ?2, ?3, cast(?4 as text))
            on conflict (alert_id) do update
                set alert = consent.alert and excluded.alert, details = consent.details and excluded.details,
                    decision_key = coalesce(consent.decision_key, excluded.decision_key)
            returning alert, details, decision_key, claimed""";

    // An alert that is here without a key came from a version that knew of none: no key will come.
    private static final String CLAIM =
            "update consent set claimed = ?2 where alert_id = ?1 and not exists (select from alert where id = ?1)";

    /** The row: what is left, the key, and what came signed before it. */
    private record Kept(
            Allowed allowed, @Nullable String key, @Nullable String claimed) {}

    /**
     * Keeps what an alert says that its source allows, and the source's key: what it has taken back before counts from now on.
     * Answers what is left of all that was ever said.
     */
    static Uni<Allowed> said(Mutiny.Session session, UUID alertId, Consents consents, @Nullable String key) {
        return narrow(session, alertId, new Left(true, consents.details()), key)
                .chain(kept -> kept.key() == null || kept.claimed() == null
                        ? Uni.createFrom().item(kept.allowed())
                        : narrow(session, alertId, Left.after(kept.claimed(), kept.key()), null)
                                .map(Kept::allowed));
    }

    /**
     * Keeps what a source takes back, or that it came before the key that would show that it is the source's word.
     *
     * @return fails with an {@link IllegalArgumentException} if somebody else says so
     */
    static Uni<Allowed> withdrawnBy(Mutiny.Session session, AlertWithdrawn withdrawn) {
        UUID id = withdrawn.alertId();
        String signature = withdrawn.signature();
        return narrow(session, id, new Left(true, true), null).chain(kept -> {
            if (kept.key() != null || signature == null) {
                return narrow(session, id, left(withdrawn, kept.key()), null).map(Kept::allowed);
            }
            return session.createNativeQuery(CLAIM)
                    .setParameter(1, id)
                    .setParameter(2, signature)
                    .executeUpdate()
                    .chain(claims -> claims == 1
                            ? Uni.createFrom().item(kept.allowed())
                            : narrow(session, id, withdrawn.consents(), null).map(Kept::allowed));
        });
    }

    private static Left left(AlertWithdrawn withdrawn, @Nullable String key) {
        if (key == null) {
            return withdrawn.consents();
        }
        Left left = withdrawn.signature() == null ? new Left(true, true) : Left.after(withdrawn.signature(), key);
        if (left.isEverything()) {
            throw new IllegalArgumentException("a withdrawal is not signed by its source");
        }
        return left;
    }

    private static Uni<Kept> narrow(Mutiny.Session session, UUID alertId, Left left, @Nullable String key) {
        return session.createNativeQuery(NARROW, Object[].class)
                .setParameter(1, alertId)
                .setParameter(2, left.alert())
                .setParameter(3, left.details())
                .setParameter(4, key)
                .getSingleResult()
                .map(row -> new Kept(
                        new Allowed((Boolean) row[0], (Boolean) row[1]), (@Nullable String) row[2], (@Nullable String)
                                row[3]));
    }
}
