package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.penah.outbox.Notes.Note;
import org.penah.testbed.key.Ed25519Keys;

/** An event needs its sender's signature, no matter who may write to the queue or to the outbox. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
class SignedEventsTest {

    private static final Duration LIMIT = FarEnd.LIMIT;

    @Inject
    FarEnd farEnd;

    @Inject
    Pool pool;

    @ConfigProperty(name = "test.next-key")
    String nextKey;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final String text = "note " + UUID.randomUUID();

    @Test
    void somebody_who_may_write_to_the_queue_and_has_not_the_senders_key_is_not_believed() {
        // Given
        byte[] event = FarEnd.note(text);
        Ed25519PrivateKeyParameters others =
                EventSignature.privateKey(Ed25519Keys.make().privateKey());
        EventSignature right = EventSignature.of(farEnd.key(), Notes.QUEUE, today, event);
        String altered =
                (right.base64().startsWith("A") ? "B" : "A") + right.base64().substring(1);
        LocalDate tomorrow = today.plusDays(1);

        // Then
        assertRefused(() -> farEnd.send(event, new JsonObject()));
        assertRefused(() -> farEnd.send(event, EventSignature.of(others, Notes.QUEUE, today, event)));
        assertRefused(() -> farEnd.send(event, new EventSignature(today, altered)));
        assertRefused(() -> farEnd.send(event, new EventSignature(today, "")));
        assertRefused(() -> farEnd.send(event, new EventSignature(tomorrow, right.base64())));
        assertRefused(() ->
                farEnd.send((new String(event, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8), right));
        assertRefused(() -> farEnd.send(event, EventSignature.of(farEnd.key(), "penah.sender.receiver", today, event)));
        assertRefused(() -> farEnd.send(EventJson.write(CloudEvent.of("/other", Notes.TYPE, new Note(text)))));
    }

    @Test
    void a_signature_that_is_too_old_or_of_a_day_to_come_does_not_count() {
        // Given
        byte[] event = FarEnd.note(text);

        // Then
        assertRefused(
                () -> farEnd.send(event, EventSignature.of(farEnd.key(), Notes.QUEUE, today.minusDays(31), event)));
        assertRefused(() -> farEnd.send(event, EventSignature.of(farEnd.key(), Notes.QUEUE, today.plusDays(2), event)));

        // When it is on the last day
        farEnd.send(event, EventSignature.of(farEnd.key(), Notes.QUEUE, today.minusDays(29), event));

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
    }

    @Test
    void the_senders_next_key_is_believed_beside_the_one_of_today() {
        // Given
        byte[] event = FarEnd.note(text);

        // When
        farEnd.send(event, EventSignature.of(EventSignature.privateKey(nextKey), Notes.QUEUE, today, event));

        // Then
        await().atMost(LIMIT).until(() -> farEnd.kept(text) == 1);
    }

    @Test
    void somebody_who_writes_the_outbox_later_sends_nothing_in_the_services_name() {
        // Given
        EventSignature right = EventSignature.of(farEnd.key(), Notes.QUEUE, today, FarEnd.note(text));
        byte[] forged = FarEnd.note("forged " + text);

        // Then
        assertRefused(() -> pool.preparedQuery("insert into outbox (event_id, queue, event, signed_on, signature)"
                        + " values (gen_random_uuid(), $1, $2, $3, $4)")
                .execute(Tuple.of(Notes.QUEUE, Buffer.buffer(forged), right.day(), right.base64()))
                .await()
                .atMost(LIMIT));
        assertThat(farEnd.kept("forged " + text)).isZero();
    }

    private void assertRefused(Runnable sending) {
        long before = LocalBroker.deadLetters();
        sending.run();
        await().atMost(LIMIT).until(() -> LocalBroker.deadLetters() == before + 1);
        assertThat(farEnd.kept(text)).isZero();
    }
}
