package org.penah.triage.partner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.EventHandler;
import org.penah.triage.event.Contract;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/** Keeps what notify-service last said of partners and of its canary. */
@ApplicationScoped
public class Partners {

    /**
     * SQL: whether notify-service has spoken of staff on duty who can be told, as partners are. It compares texts, because a row that
     * cannot be read must not keep staff from being called.
     */
    public static final String HAS_STAFF = "exists (select from partner"
            + " where facts like '%\"staff\":true%' and facts like '%\"admission\":\"ready\"%')";

    /** Three rounds of the canary. */
    private static final String LATE = "15 minutes";

    /** Two canary tips, and the time that one may take. */
    private static final String TIP_LATE = "135 minutes";

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Drills drills;
    private final UnreadableRows unreadable;

    Partners(ObjectMapper json, Drills drills, UnreadableRows unreadable) {
        // A newer version may have kept a field more.
        this.reader = json.readerFor(PartnerChanged.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.writer = json.writer();
        this.drills = drills;
        this.unreadable = unreadable;
    }

    /** All that are known and can be read: those with channel faults first, then by tier and name. */
    public Uni<List<PartnerChanged>> all(Mutiny.Session session) {
        return session.createNativeQuery("select name, facts from partner order by name", Object[].class)
                .getResultList()
                .map(rows ->
                        unreadable.readable(Table.PARTNER, rows, row -> row[0], row -> read((String) row[1])).stream()
                                .sorted((one, other) -> {
                                    int byFaults = Boolean.compare(
                                            one.faults().isEmpty(),
                                            other.faults().isEmpty());
                                    return byFaults != 0 ? byFaults : Integer.compare(one.tier(), other.tier());
                                })
                                .toList());
    }

    /** What is known of one partner; nothing if it was never heard of. */
    public Uni<@Nullable PartnerChanged> named(Mutiny.Session session, String name) {
        return session.createNativeQuery("select facts from partner where name = ?1", String.class)
                .setParameter(1, name)
                .getSingleResultOrNull()
                .map(facts -> facts == null ? null : read(facts));
    }

    /**
     * How our own test alerts fare.
     *
     * @param heardAt when notify-service last spoke of them, in whole minutes; absent if it never did
     * @param late whether that is so long ago that notify-service may be silent
     * @param tipHeardAt when a test tip last went the whole way, from its source to a partner and back; absent if none has
     * @param tipLate whether that is so long ago that tips may not be arriving
     */
    public record Canary(
            int missed,
            boolean alarm,
            @Nullable Instant heardAt,
            boolean late,
            @Nullable Instant tipHeardAt,
            boolean tipLate) {}

    /** What the canary last told; an alarm if that cannot be read. */
    public Uni<Canary> canary(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select revision, missed, alarm, cast(extract(epoch from heard_at) as bigint), heard_at < now() - interval '"
                                + LATE
                                + "' as late, cast(extract(epoch from tip_heard) as bigint) as tip_heard,"
                                + " coalesce(tip_heard < now() - interval '" + TIP_LATE
                                + "' or tip_heard > now() + interval '5 minutes', false) as tip_late from canary",
                        Object[].class)
                .getResultList()
                .map(rows -> rows.isEmpty()
                        ? new Canary(0, false, null, false, null, false)
                        : unreadable.readable(Table.CANARY, rows, row -> "", Partners::lastWord).stream()
                                .findFirst()
                                .orElse(new Canary(
                                        CanaryChanged.UNKNOWN.missed(),
                                        CanaryChanged.UNKNOWN.alarm(),
                                        null,
                                        false,
                                        null,
                                        false)));
    }

    private static Canary lastWord(Object[] row) {
        Instant tipHeardAt = row[5] == null ? null : Instant.ofEpochSecond((long) row[5]);
        CanaryChanged changed = new CanaryChanged((int) row[0], (int) row[1], (boolean) row[2], tipHeardAt);
        return new Canary(
                changed.missed(),
                changed.alarm(),
                Instant.ofEpochSecond((long) row[3]),
                (boolean) row[4],
                tipHeardAt,
                (boolean) row[6]);
    }

    @Produces
    @Singleton
    EventHandler<PartnerChanged> onPartnerChanged() {
        return EventHandler.of("notify", PartnerChanged.TYPE, PartnerChanged.class, this::note);
    }

    @Produces
    @Singleton
    EventHandler<CanaryChanged> onCanaryChanged() {
        return EventHandler.of("notify", CanaryChanged.TYPE, CanaryChanged.class, this::note);
    }

    Uni<Void> note(Mutiny.Session session, PartnerChanged changed) {
        return session.createNativeQuery("""
                        insert into partner as p (name, revision, facts) values (?1, ?2, ?3)
                        on conflict (name) do update set revision = excluded.revision, facts = excluded.facts
                            where p.revision < excluded.revision or p.revision > excluded.revision + ?4""")
                .setParameter(1, changed.name())
                .setParameter(2, changed.revision())
                .setParameter(3, write(changed))
                .setParameter(4, Contract.LATE)
                .executeUpdate()
                .chain(news -> news == 0 ? Uni.createFrom().voidItem() : drills.note(session, changed.drill()));
    }

    Uni<Void> note(Mutiny.Session session, CanaryChanged changed) {
        return session.createNativeQuery("""
                        insert into canary as c (revision, missed, alarm, tip_heard)
                        values (?1, ?2, ?3, cast(cast(?5 as text) as timestamptz))
                        on conflict (only_one) do update
                            set revision = excluded.revision, missed = excluded.missed, alarm = excluded.alarm,
                                heard_at = excluded.heard_at, tip_heard = coalesce(excluded.tip_heard, c.tip_heard)
                            where c.revision < excluded.revision or c.revision > excluded.revision + ?4""")
                .setParameter(1, changed.revision())
                .setParameter(2, changed.missed())
                .setParameter(3, changed.alarm())
                .setParameter(4, Contract.LATE)
                .setParameter(5, Objects.toString(changed.tipHeardAt(), null))
                .executeUpdate()
                .replaceWithVoid();
    }

    private String write(PartnerChanged changed) {
        try {
            return writer.writeValueAsString(changed);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a plain record can be written", impossible);
        }
    }

    private PartnerChanged read(String facts) {
        try {
            return reader.readValue(facts);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a partner's stored data cannot be read", damaged);
        }
    }
}
