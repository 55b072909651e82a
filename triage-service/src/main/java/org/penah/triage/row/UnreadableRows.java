package org.penah.triage.row;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sets rows aside that cannot be read or changed, so that a list is shown without them, and counts them for an alarm
 * ({@code penah.desk.rows.unreadable}); after ten minutes each is tried again.
 */
@ApplicationScoped
public class UnreadableRows {

    /** The table that a row is of. */
    public enum Table {
        TIP,
        ALERT,
        PARTNER,
        PARTNER_INVITATION,
        PARTNER_DECISION,
        CANARY
    }

    private record Row(Table table, Object id) {}

    private static final Logger LOG = Logger.getLogger(UnreadableRows.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final Map<Row, Instant> since = new ConcurrentHashMap<>();
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    UnreadableRows(Mutiny.SessionFactory sessions, Clock clock, MeterRegistry meters) {
        this.sessions = sessions;
        this.clock = clock;
        meters.gauge("penah.desk.rows.unreadable", this, rows -> rows.current().size());
    }

    /** Sets a row aside. */
    public void add(Table table, Object id, Throwable fault) {
        if (since.put(new Row(table, id), clock.instant()) == null) {
            LOG.errorf(
                    "ALARM: a row of %s cannot be read: %s",
                    table, fault.getClass().getName());
        }
    }

    /** The ids of those that are set aside now. */
    public Set<UUID> ids(Table table) {
        return current().stream()
                .filter(row -> row.table() == table)
                .map(row -> (UUID) row.id())
                .collect(Collectors.toSet());
    }

    /** Reads something of which one can be read and another not; those that cannot are set aside. */
    public <S, T> List<T> readable(Table table, List<S> stored, Function<S, ?> id, Function<S, T> read) {
        return stored.stream()
                .map(one -> readable(table, id.apply(one), () -> read.apply(one)))
                .flatMap(Optional::stream)
                .toList();
    }

    private <T> Optional<T> readable(Table table, Object id, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (RuntimeException fault) {
            add(table, id, fault);
            return Optional.empty();
        }
    }

    /** Reads rows one by one, each in a separate session; sets unreadable ones aside. */
    public <T> Uni<List<T>> each(Table table, List<UUID> ids, BiFunction<Mutiny.Session, UUID, Uni<@Nullable T>> read) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> fresh(session -> read.apply(session, id))
                        .onFailure()
                        .invoke(fault -> add(table, id, fault))
                        .onFailure()
                        .recoverWithNull())
                .select()
                .where(Objects::nonNull)
                .collect()
                .asList();
    }

    /** Changes rows one by one, each in a separate transaction; sets those that fail aside. */
    public Uni<Void> change(Table table, List<UUID> ids, BiFunction<Mutiny.Session, UUID, Uni<Void>> change) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> fresh(
                                session -> session.withTransaction(transaction -> change.apply(session, id)))
                        .onFailure()
                        .invoke(fault -> add(table, id, fault))
                        .onFailure()
                        .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }

    /** In a separate session, because a session that failed to read a row must not be used again. */
    public <T> Uni<T> fresh(Function<Mutiny.Session, Uni<T>> work) {
        return sessions.openSession().chain(session -> work.apply(session).eventually(session::close));
    }

    private Set<Row> current() {
        Instant over = clock.instant().minus(PAUSE);
        since.values().removeIf(then -> !then.isAfter(over));
        return since.keySet();
    }
}
