package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** What a source still allows of an alert. It only ever shrinks, in whatever order the events come. */
record Allowed(boolean alert, boolean details) {

    // The row is locked until the transaction ends, even where there is no alert yet: a withdrawal and the alert that
    // it
    // is about cannot pass each other.
    private static final String NARROW = """
            insert into consent (alert_id, alert, details) values (?1, ?2, ?3)
            on conflict (alert_id) do update
                set alert = consent.alert and excluded.alert, details = consent.details and excluded.details
            returning alert, details""";

    /** Keeps what an event says is allowed; answers what is left of all that was ever said. */
    static Uni<Allowed> narrow(Mutiny.Session session, UUID alertId, boolean alert, boolean details) {
        return session.createNativeQuery(NARROW, Object[].class)
                .setParameter(1, alertId)
                .setParameter(2, alert)
                .setParameter(3, details)
                .getSingleResult()
                .map(row -> new Allowed((Boolean) row[0], (Boolean) row[1]));
    }
}
