package org.penah.outbox;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.penah.outbox.Notes.Note;

/** A writer to the queue of {@link Notes}, with or without the sender's key, and the result. */
@ApplicationScoped
class FarEnd {

    static final Duration LIMIT = Duration.ofSeconds(40);

    private final SendingLink link;
    private final EventsConfig config;
    private final Pool pool;

    FarEnd(BrokerClients broker, EventsConfig config, Pool pool) {
        this.link = broker.sendTo(Notes.QUEUE);
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
        send(event, signature.applicationProperties());
    }

    /** Each on a new connection, unless the last is still there. */
    void send(byte[] event, JsonObject properties) {
        link.open()
                .chain(() -> link.send(AmqpMessage.create()
                        .withBufferAsBody(Buffer.buffer(event))
                        .applicationProperties(properties)
                        .build()))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(1))
                .expireIn(LIMIT.toMillis())
                .await()
                .atMost(LIMIT);
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
