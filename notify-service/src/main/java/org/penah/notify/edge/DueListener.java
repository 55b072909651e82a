package org.penah.notify.edge;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import org.penah.notify.alert.Alerts;

/** Hears, by PostgreSQL's NOTIFY, that a change with something to send has committed, here or in another instance. */
@ApplicationScoped
class DueListener {

    private final Pool pool;
    private final AtomicBoolean listening = new AtomicBoolean();

    DueListener(Pool pool) {
        this.pool = pool;
    }

    /** Keeps one connection that hears; a lost one is replaced at the next call. */
    Uni<Void> listen(Runnable wake) {
        if (!listening.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        return pool.getConnection()
                .invoke(connection -> {
                    PgConnection listener = PgConnection.cast(connection.getDelegate());
                    listener.notificationHandler(notification -> wake.run());
                    listener.closeHandler(closed -> {
                        listening.set(false);
                        wake.run();
                    });
                })
                .call(connection -> connection
                        .query("listen " + Alerts.DUE_CHANNEL)
                        .execute()
                        .onFailure()
                        .call(connection::close))
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> listening.set(false));
    }
}
