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
 * Gives up a connection on which the database has said nothing for a while.
 *
 * <p>A machine or a line that dies sends no reset: without this, a caller would wait on such a connection for ever, and
 * block every later round. An idle one is closed too, and reopened when needed.
 */
@Singleton
class Connections implements PgPoolCreator {

    private final int seconds;

    Connections(@ConfigProperty(name = "penah.database.silence", defaultValue = "30") int seconds) {
        this.seconds = seconds;
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList()
                .forEach(options -> options.setReadIdleTimeout(seconds).setIdleTimeoutUnit(TimeUnit.SECONDS));
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
