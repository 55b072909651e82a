package org.penah.outbox;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;

/** Signs what this service sends, and believes the others by the keys that are pinned here: neither broker nor database has to be. */
@Singleton
public class EventKeys {

    private final Ed25519PrivateKeyParameters own;
    private final Map<String, List<Ed25519PublicKeyParameters>> others;

    EventKeys(EventsConfig config) {
        own = EventSignature.privateKey(config.key().get());
        others = config.from().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        sender -> sender.getValue().stream()
                                .map(EventSignature::publicKey)
                                .toList()));
    }

    /** Signs something for the receiver of a queue, or for another kind of receiver under a name that no queue has. */
    public EventSignature sign(String queue, byte[] event) {
        return EventSignature.of(own, queue, LocalDate.now(ZoneOffset.UTC), event);
    }

    boolean isBy(String sender, EventSignature signature, String queue, byte[] event) {
        return others.getOrDefault(sender, List.of()).stream().anyMatch(key -> signature.isBy(key, queue, event));
    }

    /** @throws IllegalStateException if nothing that it sends could be believed */
    void requireKeyOf(String sender) {
        if (others.getOrDefault(sender, List.of()).isEmpty()) {
            throw new IllegalStateException("penah.events.from." + sender + " is not set");
        }
    }
}
