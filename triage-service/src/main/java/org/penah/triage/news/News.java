package org.penah.triage.news;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the database in which queues something has changed, whichever instance of the service changed it; and what the
 * instances say to one another, of which no row is written.
 */
@ApplicationScoped
public class News {

    /** No queue has this name; it means all of them after a lost connection. */
    private static final String EVERYWHERE = "*";

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Pool pool;
    private final BroadcastProcessor<String> queues = BroadcastProcessor.create();
    private final BroadcastProcessor<String> here = BroadcastProcessor.create();
    private final AtomicBoolean listening = new AtomicBoolean();
    private @Nullable Cancellable loop;

    News(Pool pool) {
        this.pool = pool;
    }

    void start(@Observes StartupEvent started) {
        loop = Multi.createFrom()
                .ticks()
                .every(RETRY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> listen().onFailure().recoverWithNull())
                .subscribe()
                .with(done -> {});
    }

    /** At the very beginning of a stop, which waits for every answer that has not ended. */
    void end(@Observes ShutdownDelayInitiatedEvent stopping) {
        queues.onComplete();
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (loop != null) {
            loop.cancel();
        }
    }

    /** One item whenever something may have changed in these queues; several changes may be one item. Ends when the service stops. */
    Multi<String> of(Collection<String> wanted) {
        return queues.filter(queue -> queue.equals(EVERYWHERE) || wanted.contains(queue))
                .onOverflow()
                .dropPreviousItems();
    }

    /** What any instance says of who has a tip open, this one too. Nobody says again what was missed meanwhile. */
    public Multi<String> here() {
        return here;
    }

    /** Says to all instances who has a tip open. */
    public Uni<Void> sayHere(String what) {
        return pool.preparedQuery("select pg_notify('here', $1)")
                .execute(Tuple.of(what))
                .replaceWithVoid();
    }

    private Uni<Void> listen() {
        if (!listening.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        return pool.getConnection()
                .invoke(connection -> {
                    PgConnection listener = PgConnection.cast(connection.getDelegate());
                    listener.notificationHandler(
                            heard -> (heard.getChannel().equals("here") ? here : queues).onNext(heard.getPayload()));
                    listener.closeHandler(closed -> listening.set(false));
                })
                .call(connection -> connection
                        .query("listen desk; listen here")
                        .execute()
                        .onFailure()
                        .call(connection::close))
                .invoke(() -> queues.onNext(EVERYWHERE))
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> listening.set(false));
    }
}
