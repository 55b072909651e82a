package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.amqp.OutgoingAmqpMetadata;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Function;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.outbox.Notes.Note;
import org.penah.testbed.key.Ed25519Keys;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
class OutboxTest {

    /** Until it would have been given up, if that was what becomes of it. */
    private void sendAndSeeItFail() {
        long dead = LocalBroker.deadLetters();
        double before = meters.counter("penah.inbox.retried").count();
        send(EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text))));
        await().atMost(LIMIT)
                .until(() ->
                        meters.counter("penah.inbox.retried").count() > before + 5 || LocalBroker.deadLetters() > dead);
    }

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @Inject
    Outbox outbox;

    @Inject
    Notes notes;

    @Inject
    MeterRegistry meters;

    @Inject
    Pool pool;

    @Inject
    Mutiny.SessionFactory sessions;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @ConfigProperty(name = "test.next-key")
    String nextKey;

    private Ed25519PrivateKeyParameters key;

    private final String text = "note " + UUID.randomUUID();

    @BeforeEach
    void readKey() {
        key = EventSignature.privateKey(config.key().get());
    }

    @Inject
    EventsConfig config;

    @Test
    void a_committed_event_arrives_once_and_leaves_the_outbox() {
        // When
        write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1 && waiting() == 0);
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
        await().atMost(LIMIT).until(() -> kept(after) == 1);
        assertThat(kept(text)).isZero();
    }

    @Test
    void a_repeated_event_changes_nothing() {
        // Given
        byte[] event = EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text)));

        // When
        send(event);
        send(event);

        // Then
        String after = "after " + text;
        send(EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(after))));
        await().atMost(LIMIT).until(() -> kept(after) == 1);
        assertThat(kept(text)).isEqualTo(1);
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
        send(EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text))));

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1);
        assertThat(count("select count(*) from inbox where received_on < current_date - 30"))
                .isEqualTo(1);
    }

    @Test
    void events_wait_for_a_broker_that_is_away() {
        // Given
        LocalBroker.goAway();

        // When
        try {
            write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));
            await().atMost(LIMIT).until(this::isStuck);
        } finally {
            LocalBroker.comeBack();
        }

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1 && waiting() == 0 && !isStuck());
    }

    @Test
    void a_queue_that_takes_nothing_holds_up_no_other_and_is_seen() {
        // Given
        write(session -> outbox.append(session, "nobody", Notes.TYPE, new Note(text)));

        // When
        write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));

        // Then
        try {
            await().atMost(LIMIT).until(() -> kept(text) == 1);
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
            await().atMost(LIMIT).until(() -> kept(other) == 1 && !isStuck());

            // Then
            await().atMost(LIMIT).until(this::isStuck);
        }
        await().atMost(LIMIT).until(() -> kept(text) == 1 && !isStuck());
    }

    @Test
    void what_a_slow_broker_has_acknowledged_is_not_sent_again_for_ever() {
        // Given: longer than the database's connection is silent for
        LocalBroker.take(Duration.ofMillis(150));

        // When
        try {
            write(session -> Multi.createFrom()
                    .range(0, 20)
                    .onItem()
                    .transformToUniAndConcatenate(each -> outbox.append(session, "sender", Notes.TYPE, new Note(text)))
                    .collect()
                    .last());

            // Then
            await().atMost(LIMIT).ignoreExceptions().until(() -> waiting() == 0);
        } finally {
            LocalBroker.take(Duration.ZERO);
        }
        await().atMost(LIMIT).until(() -> kept(text) == 20);
    }

    @Test
    void an_event_outlasts_a_database_that_is_away() {
        // Given
        LocalPostgres.goAway();

        // When
        try {
            double before = meters.counter("penah.inbox.retried").count();
            send(EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text))));
            await().atMost(LIMIT)
                    .until(() -> meters.counter("penah.inbox.retried").count() > before + 5 && isStuck());
        } finally {
            LocalPostgres.comeBack();
        }

        // Then
        await().atMost(LIMIT).ignoreExceptions().until(() -> kept(text) == 1);
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
        await().atMost(LIMIT).ignoreExceptions().until(() -> kept(text) == 1);
    }

    @Test
    void an_event_outlasts_a_database_with_no_room_for_it_and_room_for_others() throws Exception {
        // Given
        LocalPostgres.leaveNoRoom();

        // When
        try {
            sendAndSeeItFail();
        } finally {
            LocalPostgres.giveRoomAgain();
        }

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1);
    }

    @Test
    void connections_that_die_without_a_word_are_given_up() {
        // Given
        String other = "other " + text;

        // When
        LocalPostgres.fallSilent();
        send(EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(other))));
        await().atMost(LIMIT).ignoreExceptions().until(() -> {
            write(session -> outbox.append(session, "sender", Notes.TYPE, new Note(text)));
            return true;
        });

        // Then
        await().atMost(LIMIT).ignoreExceptions().until(() -> kept(text) >= 1 && kept(other) == 1 && waiting() == 0);
    }

    @Test
    void what_is_no_event_goes_to_the_dead_letters_and_holds_up_nobody() {
        // Given
        long before = LocalBroker.deadLetters();

        // When
        send("{\"specversion\":\"1.0\"".getBytes(StandardCharsets.UTF_8));
        send(EventJson.write(CloudEvent.of("/sender", "org.penah.note.unknown.v1", new Note(text))));
        send(EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text))));

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1 && LocalBroker.deadLetters() == before + 2);
    }

    @Test
    void whoever_may_write_to_the_queue_and_has_not_the_senders_key_is_not_believed() {
        // Given
        byte[] event = note();
        Ed25519PrivateKeyParameters others =
                EventSignature.privateKey(Ed25519Keys.make().privateKey());
        EventSignature right = EventSignature.of(key, Notes.QUEUE, today, event);
        String altered =
                (right.base64().startsWith("A") ? "B" : "A") + right.base64().substring(1);
        LocalDate tomorrow = today.plusDays(1);

        // Then
        assertRefused(() -> send(Message.of(event)));
        assertRefused(() -> send(event, EventSignature.of(others, Notes.QUEUE, today, event)));
        assertRefused(() -> send(event, new EventSignature(today, altered)));
        assertRefused(() -> send(event, new EventSignature(today, "")));
        assertRefused(() -> send(event, new EventSignature(tomorrow, right.base64())));
        assertRefused(() ->
                send((new String(event, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8), right));
        assertRefused(() -> send(event, EventSignature.of(key, "penah.sender.receiver", today, event)));
        assertRefused(() -> send(EventJson.write(CloudEvent.of("/other", Notes.TYPE, new Note(text)))));
    }

    @Test
    void a_signature_that_is_too_old_or_of_a_day_to_come_does_not_count() {
        // Given
        byte[] event = note();

        // Then
        assertRefused(() -> send(event, EventSignature.of(key, Notes.QUEUE, today.minusDays(31), event)));
        assertRefused(() -> send(event, EventSignature.of(key, Notes.QUEUE, today.plusDays(2), event)));

        // When it is on the last day
        send(event, EventSignature.of(key, Notes.QUEUE, today.minusDays(29), event));

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1);
    }

    @Test
    void the_senders_next_key_is_believed_beside_the_one_of_today() {
        // Given
        byte[] event = note();

        // When
        send(event, EventSignature.of(EventSignature.privateKey(nextKey), Notes.QUEUE, today, event));

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1);
    }

    @Test
    void whoever_writes_the_outbox_later_sends_nothing_in_the_services_name() {
        // Given
        EventSignature right = EventSignature.of(key, Notes.QUEUE, today, note());
        byte[] forged = EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note("forged " + text)));

        // Then
        assertRefused(() -> pool.preparedQuery("insert into outbox (event_id, queue, event, signed_on, signature)"
                        + " values (gen_random_uuid(), $1, $2, $3, $4)")
                .execute(Tuple.of(Notes.QUEUE, Buffer.buffer(forged), right.day(), right.base64()))
                .await()
                .atMost(LIMIT));
        assertThat(kept("forged " + text)).isZero();
    }

    private void assertRefused(Runnable sending) {
        long before = LocalBroker.deadLetters();
        sending.run();
        await().atMost(LIMIT).until(() -> LocalBroker.deadLetters() == before + 1);
        assertThat(kept(text)).isZero();
    }

    @Test
    void what_a_newer_sender_says_besides_is_left_out() {
        // Given
        String event = new String(
                EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text))), StandardCharsets.UTF_8);
        String newer = event.replace("\"text\"", "\"colour\":\"red\",\"text\"")
                .replace("\"source\"", "\"subject\":\"1\",\"source\"");

        // When
        send(newer.getBytes(StandardCharsets.UTF_8));

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1);
    }

    @Test
    void an_event_whose_handler_is_broken_goes_to_the_dead_letters_and_holds_up_nobody() {
        // Given
        long before = LocalBroker.deadLetters();

        // When
        send(EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note("a note that breaks its handler"))));
        send(EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text))));

        // Then
        await().atMost(LIMIT).until(() -> kept(text) == 1 && LocalBroker.deadLetters() == before + 1);
    }

    private boolean isStuck() {
        return meters.get("penah.outbox.stuck").gauge().value() == 1;
    }

    private void send(byte[] event) {
        send(event, EventSignature.of(key, Notes.QUEUE, today, event));
    }

    private void send(byte[] event, EventSignature signature) {
        OutgoingAmqpMetadata signed = OutgoingAmqpMetadata.builder()
                .withApplicationProperties(signature.applicationProperties())
                .build();
        send(Message.of(event, Metadata.of(signed)));
    }

    private void send(Message<byte[]> message) {
        notes.out().sendMessage(message).await().atMost(LIMIT);
    }

    private byte[] note() {
        return EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text)));
    }

    private void write(Function<Mutiny.Session, Uni<?>> change) {
        try {
            VertxContextSupport.subscribeAndAwait(() ->
                    sessions.withTransaction(session -> change.apply(session).replaceWithVoid()));
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }

    private long kept(String note) {
        return pool.preparedQuery("select count(*) from note where text = $1")
                .execute(Tuple.of(note))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(LIMIT);
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
