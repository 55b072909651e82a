package org.penah.sealing.age;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/** The random 16 bytes from which one file's MAC and payload keys come, and which every stanza wraps. */
final class FileKey implements AutoCloseable {

    static final int BYTES = 16;
    static final int WRAPPED_BYTES = BYTES + ChaCha20Poly1305.TAG_BYTES;

    private final Secret key;

    FileKey(Secret key) {
        this.key = key;
    }

    static FileKey random() {
        return new FileKey(Secret.random(BYTES));
    }

    byte[] bytes() {
        return key.bytes();
    }

    byte[] headerMac(byte[] authenticated) {
        try (Secret macKey = Hkdf.derive(key.bytes(), new byte[0], "header")) {
            HMac hmac = new HMac(new SHA256Digest());
            hmac.init(new KeyParameter(macKey.bytes()));
            hmac.update(authenticated, 0, authenticated.length);
            byte[] mac = new byte[Header.MAC_BYTES];
            hmac.doFinal(mac, 0);
            return mac;
        }
    }

    Payload payload(byte[] nonce) {
        return new Payload(Hkdf.derive(key.bytes(), nonce, "payload"));
    }

    /** Seals the file key under a wrap key that is used once, hence the nonce of zeros; wipes the wrap key. */
    byte[] wrap(Secret wrapKey) {
        try (ChaCha20Poly1305 cipher = new ChaCha20Poly1305(wrapKey)) {
            byte[] buffer = Arrays.copyOf(key.bytes(), WRAPPED_BYTES);
            cipher.seal(new byte[ChaCha20Poly1305.NONCE_BYTES], buffer, BYTES);
            return buffer;
        }
    }

    /** Answers null if the wrap key is not the one; wipes it either way. */
    static @Nullable FileKey unwrap(byte[] wrapped, Secret wrapKey) {
        byte[] buffer = wrapped.clone();
        try (ChaCha20Poly1305 cipher = new ChaCha20Poly1305(wrapKey)) {
            if (cipher.open(new byte[ChaCha20Poly1305.NONCE_BYTES], buffer, buffer.length)
                    == ChaCha20Poly1305.REFUSED) {
                return null;
            }
            FileKey fileKey = new FileKey(new Secret(Arrays.copyOf(buffer, BYTES)));
            Arrays.fill(buffer, (byte) 0);
            return fileKey;
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
