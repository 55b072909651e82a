package org.penah.intake.keys;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The serials of the manifests that any instance has accepted, so that none takes an older one after a restart. They are
 * in the database because it outlives a machine; a service that cannot ask it does not start.
 */
@ApplicationScoped
class SeenSerials {

    /** Asked once, before anybody is let in. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pool database;

    SeenSerials(Pool database) {
        this.database = database;
    }

    /** The highest, or 0. */
    int highest() {
        return database.query("select coalesce(max(serial), 0) from manifest_serial")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger(0);
    }

    void add(int serial) {
        database.preparedQuery("insert into manifest_serial (serial) values ($1) on conflict do nothing")
                .execute(Tuple.of(serial))
                .await()
                .atMost(PATIENCE);
    }
}
