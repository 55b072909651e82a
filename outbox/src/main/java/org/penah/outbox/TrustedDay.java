package org.penah.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives the day by which the old is deleted for good: never later than the clock's, and behind it while the clock has jumped.
 *
 * <p>Whether it has is {@code penah.clock.jumped}, and since when nobody knows is {@code penah.clock.unchecked.seconds}. All instances of a service share the day.
 */
@ApplicationScoped
public class TrustedDay {

    /** The same in a statement, at the database's own clock; null, so that nothing is older, before the first look. */
    public static final String SQL = "(select least(current_date, day) from trusted_day)";

    private static final Logger LOG = Logger.getLogger(TrustedDay.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);

    private static final String BEGIN =
            "insert into trusted_day (day, ran, waited, looks) values ($1, 0, 0, 0) on conflict do nothing";
    private static final String HOLD = "select day, ran, jumped_to, waited, looks from trusted_day for update";
    private static final String KEEP =
            "update trusted_day set day = $1, ran = $2, jumped_to = $3, waited = $4, looks = $5";
    private static final String DAY = "select day from trusted_day";

    private final Pool pool;
    private final Vertx vertx;
    private final Clock clock;
    private volatile boolean jumped;

    /** When a look ended well, or this instance was started. */
    private volatile long checked = System.nanoTime();

    /** As this instance left or found it; no count of a table. */
    private volatile long seenLooks = -1;

    TrustedDay(Pool pool, Vertx vertx, Clock clock, MeterRegistry meters) {
        this.pool = pool;
        this.vertx = vertx;
        this.clock = clock;
        meters.gauge("penah.clock.jumped", this, day -> day.jumped ? 1 : 0);
        // While looks fail, a jump stays unseen, and the day stays where it is.
        meters.gauge(
                "penah.clock.unchecked.seconds",
                this,
                day -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - day.checked));
    }

    // By passed time: a clock that is set ahead brings no look sooner.
    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(
                0,
                BETWEEN_LOOKS.toMillis(),
                id -> look().subscribe()
                        .with(
                                done -> {},
                                fault -> LOG.warnf(
                                        "the clock was not looked at: %s",
                                        fault.getClass().getName())));
    }

    /** Today, or the last day before it that is trusted. */
    public Uni<LocalDate> today() {
        LocalDate today = LocalDate.now(clock);
        return pool.withTransaction(connection -> connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(today))
                .chain(() -> connection.query(DAY).execute())
                .map(rows -> rows.iterator().next().getLocalDate("day"))
                .map(trusted -> trusted.isBefore(today) ? trusted : today));
    }

    /**
     * Looks at the clock. A look counts as ten minutes of running if no instance has counted one since this one's last; so callers
     * leave ten minutes between two.
     */
    public Uni<Void> look() {
        LocalDate today = LocalDate.now(clock);
        return pool.withTransaction(connection -> connection
                        .preparedQuery(BEGIN)
                        .execute(Tuple.of(today))
                        .chain(() -> connection.query(HOLD).execute())
                        .chain(rows -> look(connection, rows.iterator().next(), today)))
                .invoke(() -> checked = System.nanoTime())
                .replaceWithVoid();
    }

    private Uni<Void> look(SqlConnection connection, Row row, LocalDate today) {
        long looks = row.getLong("looks");
        boolean counts = looks == seenLooks;
        ClockState before =
                new ClockState(row.getLocalDate("day"), row.getInteger("ran"), jumpedTo(row), row.getInteger("waited"));
        ClockState after = before.look(today, counts);
        long looksNow = counts ? looks + 1 : looks;
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(after.day(), after.ran(), after.jumpedTo(), after.waited(), looksNow))
                .invoke(() -> {
                    seenLooks = looksNow;
                    jumped = after.hasJumped();
                    if (jumped && !before.hasJumped()) {
                        LOG.error("the clock has jumped, or the service was off for days: nothing old is deleted");
                    }
                })
                .replaceWithVoid();
    }

    private static @Nullable LocalDate jumpedTo(Row row) {
        return row.getLocalDate("jumped_to");
    }
}
