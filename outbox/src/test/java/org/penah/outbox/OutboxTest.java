package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.outbox.Notes.Note;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
class OutboxTest {

    private static final String REMEMBERED = "insert into inbox (event_id) values ('%s')";

    private static final Duration LIMIT = FarEnd.LIMIT;

    @Inject
    Outbox outbox;

    @Inject
    FarEnd farEnd;

    @Inject
    MeterRegistry meters;

    @Inject
    Pool pool;

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    Vertx vertx;

    private final String text = "note " + UUID.randomUUID();

    /** Has one queue. */
    private record Slow(String service, Map<String, String> to, Duration poll, Duration batch, Duration patience)
            implements OutboxConfig {

        private Slow() {
            this("sender", Map.of("slow", "queue"), Duration.ofSeconds(1), LIMIT, LIMIT);
        }
    }

    @Test
    void a_committed_event_arrives_once_and_leaves_the_outbox() {
        // When
        write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1 && waiting() == 0);
    }

    @Test
    void an_event_of_a_change_that_is_rolled_back_is_never_sent() {
        // Given
        String after = "after " + text;

        // When
        assertThatThrownBy(() -> write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text))
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("rolled back")))))
                .hasStackTraceContaining("rolled back");

        // Then a later event, which would come behind it, comes alone
        write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(after)));
        await().atMost(LIMIT).until(() -> farEnd.kept(after) == 1);
        assertThat(farEnd.kept(text)).isZero();
    }

    @Test
    void a_repeated_event_changes_nothing() {
        // Given
        byte[] event = FarEnd.note(text);

        // When
        farEnd.send(event);
        farEnd.send(event);

        // Then
        String after = "after " + text;
        farEnd.send(FarEnd.note(after));
        await().atMost(LIMIT).until(() -> farEnd.kept(after) == 1);
        assertThat(farEnd.kept(text)).isEqualTo(1);
    }

    @Test
    void the_database_gives_up_a_service_that_is_dead_or_hangs() {
        // When
        List<String> said = new ArrayList<>();
        pool.query("select name || ' ' || setting || coalesce(unit, '') from pg_settings where source = 'client'"
                        + " and (name like 'tcp%' or name like '%timeout')")
                .execute()
                .await()
                .atMost(LIMIT)
                .forEach(row -> said.add(row.getString(0)));

        // Then
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "idle_in_transaction_session_timeout 2000ms",
                        "lock_timeout 1000ms",
                        "statement_timeout 2000ms",
                        "tcp_keepalives_count 3",
                        "tcp_keepalives_idle 2s",
                        "tcp_keepalives_interval 5s",
                        "tcp_user_timeout 2000ms");
    }

    @Test
    void an_id_is_forgotten_after_a_month() {
        // Given
        pool.query("insert into inbox values (gen_random_uuid(), current_date - 32), (gen_random_uuid(),"
                        + " current_date - 31)")
                .execute()
                .await()
                .atMost(LIMIT);

        // When
        farEnd.send(FarEnd.note(text));

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
        assertThat(count("select count(*) from inbox where received_on < current_date - 30"))
                .isEqualTo(1);
    }

    @Test
    void no_id_is_forgotten_while_the_clock_has_jumped() {
        // Given
        String old = "select count(*) from inbox where received_on = current_date - 35";
        run("insert into inbox values (gen_random_uuid(), current_date - 35)");
        run("update trusted_day set day = current_date - 10");

        // When
        farEnd.send(FarEnd.note(text));

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
        assertThat(count(old)).isEqualTo(1);
        run("update trusted_day set day = current_date");
        farEnd.send(FarEnd.note(text + " again"));
        await().atMost(LIMIT).until(() -> count(old) == 0);
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(LIMIT);
    }

    @Test
    void events_wait_for_a_broker_that_is_away() {
        // Given
        LocalBroker.goAway();

        // When
        try {
            write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));
            await().atMost(LIMIT).until(() -> isStuck() && hearsNothing());
        } finally {
            LocalBroker.comeBack();
        }

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1 && waiting() == 0 && !isStuck() && !hearsNothing());
    }

    /** A client that counts its retries, and gives up after some, is deaf from then on. */
    @Test
    void a_broker_that_goes_and_comes_back_often_is_found_each_time() {
        for (int time = 1; time <= 12; time++) {
            // Given
            String note = text + " " + time;

            // When
            LocalBroker.goAway();
            LocalBroker.comeBack();
            write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(note)));

            // Then
            await().atMost(LIMIT).until(() -> farEnd.kept(note) == 1 && waiting() == 0);
        }
    }

    @Test
    void a_broker_whose_machine_died_is_left_for_the_next_although_nobody_sent_a_reset() {
        // Given
        write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1 && waiting() == 0);
        String next = text + " next";

        // When
        LocalBroker.dieAndComeBack();
        writeNotes(8, "sender", next);

        // Then all have left, and this service takes from the next as well: the broker still gives some to the
        // connection that is dead
        await().atMost(LIMIT).until(() -> farEnd.kept(next) > 0 && waiting() == 0);
    }

    @Test
    void danger_overtakes_what_waits() {
        // Given
        LocalBroker.goAway();
        String danger = text + " danger";

        // When
        try {
            writeNotes(300, "sender", text + " junk");
            write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(danger), true));
        } finally {
            LocalBroker.comeBack();
        }

        // Then
        await().atMost(LIMIT).until(() -> count("select count(*) from note where text like '" + text + "%'") == 301);
        assertThat(count("select count(*) from note where text like '" + text + "%' and place <"
                        + " (select place from note where text = '" + danger + "')"))
                .as("no more than the relay had in its hands")
                .isLessThanOrEqualTo(64);
    }

    @Test
    void a_queue_that_takes_nothing_holds_up_no_other_and_is_seen() {
        // Given
        write(session -> outbox.append(session, "nobody", Notes.TYPE, new Note(text)));

        // When
        write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));

        // Then
        try {
            await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
            await().atMost(LIMIT).until(this::isStuck);
        } finally {
            pool.query("delete from outbox where queue = 'penah.sender.nobody'")
                    .execute()
                    .await()
                    .atMost(LIMIT);
        }
        await().atMost(LIMIT).until(() -> !isStuck());
    }

    @Test
    void a_queue_that_takes_nothing_for_long_ends_no_other_and_is_tried_again() {
        // Given
        double before = meters.counter("penah.outbox.failed").count();
        write(session -> outbox.append(session, "nobody", Notes.TYPE, new Note(text)));

        // When
        try {
            await().atMost(LIMIT.multipliedBy(3))
                    .until(() -> meters.counter("penah.outbox.failed").count() > before + 20);
            write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));
            await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
        } finally {
            LocalBroker.takeAgain();
        }

        // Then
        try {
            await().atMost(LIMIT).until(() -> waiting() == 0 && !isStuck());
        } finally {
            LocalBroker.takeNothing();
        }
    }

    @Test
    void what_a_machine_that_died_has_locked_is_not_taken_for_nothing() throws Exception {
        // Given an event that was being sent by one whose connection nobody has ended
        try (Connection dead = LocalPostgres.connect()) {
            dead.setAutoCommit(false);
            LocalBroker.goAway();
            try {
                write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));
                await().atMost(LIMIT)
                        .until(() -> dead.createStatement()
                                .executeQuery("select from outbox for update skip locked")
                                .next());
            } finally {
                LocalBroker.comeBack();
            }

            // When another one gets through meanwhile
            String other = "other " + text;
            write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(other)));
            await().atMost(LIMIT).until(() -> farEnd.kept(other) == 1 && !isStuck());

            // Then
            await().atMost(LIMIT).until(this::isStuck);
        }
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1 && !isStuck());
    }

    @Test
    void what_a_slow_broker_has_acknowledged_is_not_sent_again_for_ever() {
        // Given: longer than the database's connection is silent for
        LocalBroker.take(Duration.ofMillis(100));

        // When
        try {
            writeNotes(30, "sender", text);

            // Then
            await().atMost(LIMIT).ignoreExceptions().until(() -> waiting() == 0);
        } finally {
            LocalBroker.take(Duration.ZERO);
        }
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 30);
    }

    @Test
    void eight_events_of_a_queue_are_under_way_at_a_time() throws Exception {
        // Given
        FaultyBroker broker = new FaultyBroker(vertx.getDelegate(), FaultyBroker.Fault.SETTLES_NOTHING);
        Relay relay = new Relay(pool, LinksTest.clients(vertx, broker.port(), LIMIT), new Slow(), meters);
        writeNotes(20, "slow", text);

        // When
        relay.start(new StartupEvent());

        // Then
        try {
            await().atMost(LIMIT).until(() -> broker.mostUnsettled() >= 8);
            await().atMost(LIMIT).ignoreExceptions().until(() -> {
                broker.settle();
                return count("select count(*) from outbox where queue = 'penah.sender.slow'") == 0;
            });
        } finally {
            relay.stop(new ShutdownEvent());
        }
        assertThat(broker.mostUnsettled()).isEqualTo(8);
    }

    @Test
    void an_event_outlasts_a_database_that_is_away() {
        // Given
        LocalPostgres.goAway();

        // When
        try {
            double before = meters.counter("penah.inbox.retried").count();
            farEnd.send(FarEnd.note(text));
            await().atMost(LIMIT)
                    .until(() -> meters.counter("penah.inbox.retried").count() > before + 5 && isStuck());
        } finally {
            LocalPostgres.comeBack();
        }

        // Then
        await().atMost(LIMIT).ignoreExceptions().until(() -> farEnd.kept(text) == 1);
    }

    @Test
    void an_event_outlasts_a_database_that_reads_and_keeps_nothing() {
        // Given
        LocalPostgres.keepNothing();

        // When
        try {
            sendAndSeeItFail();
        } finally {
            LocalPostgres.keepAgain();
        }

        // Then
        await().atMost(LIMIT).ignoreExceptions().until(() -> farEnd.kept(text) == 1);
    }

    @Test
    void an_event_outlasts_a_database_with_no_room_for_it_and_room_for_others(@TempDir Path folder) throws Exception {
        // Given
        LocalPostgres.leaveNoRoom(folder);

        // When
        try {
            sendAndSeeItFail();
        } finally {
            LocalPostgres.giveRoomAgain();
        }

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
    }

    @Test
    void connections_that_die_without_a_word_are_given_up() {
        // Given
        String other = "other " + text;

        // When
        LocalPostgres.fallSilent();
        farEnd.send(FarEnd.note(other));
        await().atMost(LIMIT).ignoreExceptions().until(() -> {
            write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));
            return true;
        });

        // Then
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> farEnd.kept(text) >= 1 && farEnd.kept(other) == 1 && waiting() == 0);
    }

    @Test
    void an_event_that_needs_a_locked_row_waits_for_it_and_lets_others_pass() throws Exception {
        // Given somebody who has what the event needs, and gives it back at last
        CloudEvent<Note> event = CloudEvent.of("/sender", Notes.TYPE, new Note(text));
        long dead = LocalBroker.deadLetters();
        try (Connection somebody = LocalPostgres.connect()) {
            somebody.setAutoCommit(false);
            somebody.createStatement().execute(REMEMBERED.formatted(event.id()));

            // When
            farEnd.send(EventJson.write(event));
            String other = "other " + text;
            farEnd.send(FarEnd.note(other));

            // Then
            await().atMost(LIMIT).until(() -> farEnd.kept(other) == 1);
            double before = meters.counter("penah.inbox.retried").count();
            await().atMost(LIMIT)
                    .until(() -> meters.counter("penah.inbox.retried").count() > before + 6);
            assertThat(farEnd.kept(text)).isZero();
            assertThat(LocalBroker.deadLetters()).isEqualTo(dead);
        }
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
    }

    /** Its session holds its locks until PostgreSQL ends it. */
    @Test
    void what_a_service_has_locked_whose_machine_died_is_given_back() {
        // Given
        CloudEvent<Note> event = CloudEvent.of("/sender", Notes.TYPE, new Note(text));
        SqlConnection dying = pool.getConnection().await().atMost(LIMIT);
        dying.begin()
                .chain(() -> dying.query(REMEMBERED.formatted(event.id())).execute())
                .await()
                .atMost(LIMIT);

        // When
        LocalPostgres.fallSilent();
        await().atMost(LIMIT).ignoreExceptions().until(() -> {
            farEnd.send(EventJson.write(event));
            return true;
        });

        // Then
        await().atMost(LIMIT).ignoreExceptions().until(() -> farEnd.kept(text) == 1);
    }

    @Test
    void what_is_no_event_goes_to_the_dead_letters_and_holds_up_nobody() {
        // Given
        long before = LocalBroker.deadLetters();

        // When
        farEnd.send("{\"specversion\":\"1.0\"".getBytes(StandardCharsets.UTF_8));
        farEnd.send(EventJson.write(CloudEvent.of("/sender", "org.penah.note.unknown.v1", new Note(text))));
        farEnd.send(FarEnd.note(text));

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1 && LocalBroker.deadLetters() == before + 2);
    }

    @Test
    void what_a_newer_sender_says_besides_is_left_out() {
        // Given
        String event = new String(FarEnd.note(text), StandardCharsets.UTF_8);
        String newer = event.replace("\"text\"", "\"colour\":\"red\",\"text\"")
                .replace("\"source\"", "\"subject\":\"1\",\"source\"");

        // When
        farEnd.send(newer.getBytes(StandardCharsets.UTF_8));

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
    }

    @Test
    void an_event_whose_handler_is_broken_goes_to_the_dead_letters_and_holds_up_nobody() {
        // Given
        long before = LocalBroker.deadLetters();

        // When
        farEnd.send(FarEnd.note("a note that breaks its handler"));
        farEnd.send(FarEnd.note(text));

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1 && LocalBroker.deadLetters() == before + 1);
        assertThat(meters.get("penah.inbox.rejecting").gauge().value())
                .as("which is an alarm")
                .isEqualTo(1);
    }

    /** Until it would have been given up, if that was what becomes of it. */
    private void sendAndSeeItFail() {
        long dead = LocalBroker.deadLetters();
        double before = meters.counter("penah.inbox.retried").count();
        farEnd.send(FarEnd.note(text));
        await().atMost(LIMIT)
                .until(() ->
                        meters.counter("penah.inbox.retried").count() > before + 5 || LocalBroker.deadLetters() > dead);
    }

    private boolean hearsNothing() {
        return meters.get("penah.inbox.away").gauge().value() == 1;
    }

    private boolean isStuck() {
        return meters.get("penah.outbox.stuck").gauge().value() == 1;
    }

    /** In one transaction. */
    private void writeNotes(int count, String receiver, String note) {
        write(session -> Multi.createFrom()
                .range(0, count)
                .onItem()
                .transformToUniAndConcatenate(each -> outbox.append(session, receiver, Notes.TYPE, new Note(note)))
                .collect()
                .last());
    }

    private void write(Function<Mutiny.Session, Uni<?>> change) {
        try {
            VertxContextSupport.subscribeAndAwait(() ->
                    sessions.withTransaction(session -> change.apply(session).replaceWithVoid()));
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }

    private long waiting() {
        return count("select count(*) from outbox");
    }

    private long count(String query) {
        return pool.query(query)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(LIMIT);
    }
}
