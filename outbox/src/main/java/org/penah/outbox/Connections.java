package org.penah.outbox;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

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
public class Connections implements PgPoolCreator {

    private final int seconds;
    private final int lockSeconds;
    private final Instance<io.vertx.mutiny.sqlclient.Pool> first;
    private volatile @Nullable Input input;

    Connections(
            @ConfigProperty(name = "penah.database.silence", defaultValue = "30") int seconds,
            @ConfigProperty(name = "penah.database.lock", defaultValue = "5") int lockSeconds,
            @Default Instance<io.vertx.mutiny.sqlclient.Pool> first) {
        this.seconds = seconds;
        this.lockSeconds = lockSeconds;
        this.first = first;
    }

    @Override
    public Pool create(Input input) {
        String silence = seconds + "s";
        input.pgConnectOptionsList()
                .forEach(options -> options.addProperty("lock_timeout", lockSeconds + "s")
                        .addProperty("statement_timeout", silence)
                        .addProperty("idle_in_transaction_session_timeout", silence)
                        .addProperty("tcp_keepalives_idle", silence)
                        .addProperty("tcp_keepalives_interval", "5s")
                        .addProperty("tcp_keepalives_count", "3")
                        .addProperty("tcp_user_timeout", silence)
                        .setReadIdleTimeout(seconds)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS));
        this.input = input;
        return pool(input, input.poolOptions());
    }

    /** A second pool of connections to the service's database, for what must not wait for those of the first. */
    public io.vertx.mutiny.sqlclient.Pool another(int size) {
        // Made by now, even if nobody has asked for it yet.
        first.get().getDelegate().size();
        Input known = Objects.requireNonNull(input);
        return io.vertx.mutiny.sqlclient.Pool.newInstance(
                pool(known, new PoolOptions(known.poolOptions()).setMaxSize(size)));
    }

    private static Pool pool(Input input, PoolOptions options) {
        return PgBuilder.pool()
                .with(options)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
