package org.penah.outbox;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sees to it that neither side waits for ever for a machine or a line that has died, which sends no reset.
 *
 * <p>A service gives up a connection on which the database has said nothing for a while. The database gives up a statement
 * and a transaction of a service that say nothing for as long, and with them their locks; and a lock that somebody else
 * has is waited for five seconds.
 *
 * @see <a href="https://www.postgresql.org/docs/18/runtime-config-client.html">PostgreSQL, 19.11</a> and 19.3 for what TCP does
 */
@Singleton
class Connections implements PgPoolCreator {

    private final int seconds;
    private final int lockSeconds;

    Connections(
            @ConfigProperty(name = "penah.database.silence", defaultValue = "30") int seconds,
            @ConfigProperty(name = "penah.database.lock", defaultValue = "5") int lockSeconds) {
        this.seconds = seconds;
        this.lockSeconds = lockSeconds;
    }

    @Override
    public Pool create(Input input) {
        String silence = seconds + "s";
        input.pgConnectOptionsList().forEach(options -> options.addProperty("lock_timeout", lockSeconds + "s")
                .addProperty("statement_timeout", silence)
                .addProperty("idle_in_transaction_session_timeout", silence)
                .addProperty("tcp_keepalives_idle", silence)
                .addProperty("tcp_keepalives_interval", "5s")
                .addProperty("tcp_keepalives_count", "3")
                .addProperty("tcp_user_timeout", silence)
                .setReadIdleTimeout(seconds)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
