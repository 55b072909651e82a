package org.penah.outbox;

import io.smallrye.reactive.messaging.amqp.OutgoingAmqpMetadata;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.penah.outbox.Notes.Note;

/** A writer to the queue of {@link Notes}, with or without the sender's key, and the result. */
@ApplicationScoped
class FarEnd {

    static final Duration LIMIT = Duration.ofSeconds(40);

    private final Notes notes;
    private final EventsConfig config;
    private final Pool pool;

    FarEnd(Notes notes, EventsConfig config, Pool pool) {
        this.notes = notes;
        this.config = config;
        this.pool = pool;
    }

    static byte[] note(String text) {
        return EventJson.write(CloudEvent.of("/sender", Notes.TYPE, new Note(text)));
    }

    Ed25519PrivateKeyParameters key() {
        return EventSignature.privateKey(config.key().get());
    }

    /** Sends as the sender does. */
    void send(byte[] event) {
        send(event, EventSignature.of(key(), Notes.QUEUE, LocalDate.now(ZoneOffset.UTC), event));
    }

    void send(byte[] event, EventSignature signature) {
        OutgoingAmqpMetadata signed = OutgoingAmqpMetadata.builder()
                .withApplicationProperties(signature.applicationProperties())
                .build();
        send(Message.of(event, Metadata.of(signed)));
    }

    void send(Message<byte[]> message) {
        notes.out().sendMessage(message).await().atMost(LIMIT);
    }

    /** How often a note has arrived. */
    long kept(String note) {
        return pool.preparedQuery("select count(*) from note where text = $1")
                .execute(Tuple.of(note))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(LIMIT);
    }
}
