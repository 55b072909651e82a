package org.penah.triage.news;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;

/** Hears of the same database what another instance of the service hears, by a second connection. */
public final class OtherInstance implements AutoCloseable {

    private final News news;

    public OtherInstance(Pool pool) {
        news = new News(pool);
        news.start(new StartupEvent());
    }

    public News news() {
        return news;
    }

    @Override
    public void close() {
        news.stop(new ShutdownEvent());
    }
}
