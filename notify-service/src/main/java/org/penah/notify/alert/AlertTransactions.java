package org.penah.notify.alert;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Changes many alerts, each in a separate transaction, so that one that fails delays no other.
 *
 * <p>A timer skips an alert that failed until its pause is over; otherwise alerts that fail would be the
 * first each time.
 */
@ApplicationScoped
public class AlertTransactions {

    private static final Logger LOG = Logger.getLogger(AlertTransactions.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /**
     * What {@code ?1} is the time of, of an alert {@code a}: that nothing is wrong with it, or that it is tried again. A pause that ends later
     * than any that begins now is from before the clock was set back.
     */
    static final String NOT_STUCK =
            " not exists (select from stuck_alert s where s.alert_id = a.id and s.until > cast(?1 as timestamptz)"
                    + " and s.until < cast(?1 as timestamptz) + interval '1 minute') ";

    // A row that somebody has locked and does not give back is one that fails, too.
    private static final String LOCK_TIMEOUT = "set local lock_timeout = '1s'";

    // Beside the alert and not in it: its row may be what is wrong.
    private static final String SET_ASIDE = """
            insert into stuck_alert (alert_id, until) values ($1, $2)
            on conflict (alert_id) do update set until = excluded.until""";

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final Clock clock;

    AlertTransactions(Mutiny.SessionFactory sessions, Pool pool, Clock clock) {
        this.sessions = sessions;
        this.pool = pool;
        this.clock = clock;
    }

    /** Makes a change to each of these alerts, one after the other. */
    Uni<Void> change(List<UUID> alertIds, BiFunction<Mutiny.Session, UUID, Uni<Void>> change) {
        return change(alertIds, Function.identity(), change);
    }

    /** Makes a change for each of these things, of which each concerns one alert, one after the other. */
    public <T> Uni<Void> change(
            List<T> things, Function<T, UUID> alertId, BiFunction<Mutiny.Session, T, Uni<Void>> change) {
        return Multi.createFrom()
                .iterable(things)
                .onItem()
                .transformToUniAndConcatenate(thing ->
                        alone(thing, change).onFailure().recoverWithUni(fault -> setAside(alertId.apply(thing), fault)))
                .onItem()
                .ignoreAsUni();
    }

    private <T> Uni<Void> alone(T thing, BiFunction<Mutiny.Session, T, Uni<Void>> change) {
        return sessions.withTransaction(session ->
                session.createNativeQuery(LOCK_TIMEOUT).executeUpdate().chain(() -> change.apply(session, thing)));
    }

    private Uni<Void> setAside(UUID alertId, Throwable fault) {
        LOG.errorf(
                "ALARM: an alert is stuck and will be tried again: %s",
                fault.getClass().getName());
        Instant until = clock.instant().plus(PAUSE);
        return pool.preparedQuery(SET_ASIDE)
                .execute(Tuple.of(alertId, until.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
