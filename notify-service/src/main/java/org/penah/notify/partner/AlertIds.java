package org.penah.notify.partner;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the ids under which partners know alerts, and knows them again without asking the database: half of one is random, the
 * other half an HMAC of that. To everybody else both halves are random.
 */
public final class AlertIds {

    private static final String MAC = "HmacSHA256";
    private static final long VERSION = 0xf000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0xc000000000000000L;
    private static final long VARIANT_2 = 0x8000000000000000L;

    /** The first makes them. */
    private final List<SecretKeySpec> keys;

    private final SecureRandom random = new SecureRandom();

    AlertIds(WrappingSecret secret) {
        keys = KeyWrap.derived(secret, "penah notify alert ids", MAC);
    }

    /** A version 4 UUID that {@link #isOurs}. */
    public UUID next() {
        long drawn = (random.nextLong() & ~VERSION) | VERSION_4;
        return new UUID(drawn, tag(keys.get(0), drawn));
    }

    /** Whether {@link #next} made it with a secret that is here; those from before it was there are not known. */
    public boolean isOurs(UUID id) {
        return keys.stream().anyMatch(key -> tag(key, id.getMostSignificantBits()) == id.getLeastSignificantBits());
    }

    private static long tag(SecretKeySpec key, long drawn) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] tag =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(drawn).array());
            return (ByteBuffer.wrap(tag).getLong() & ~VARIANT) | VARIANT_2;
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
