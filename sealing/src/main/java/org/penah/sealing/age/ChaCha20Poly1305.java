package org.penah.sealing.age;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/** Seals and opens a buffer in place with ChaCha20-Poly1305 (RFC 8439), under one key. */
final class ChaCha20Poly1305 implements AutoCloseable {

    static final int TAG_BYTES = 16;
    static final int NONCE_BYTES = 12;
    static final int REFUSED = -1;

    private final Cipher cipher;
    private final Secret key;

    /** Takes the key over and wipes it on close. */
    ChaCha20Poly1305(Secret key) {
        this.key = key;
        try {
            // The JDK's own provider by name: it compares the tag before it touches the buffer, so that a chunk can be
            // opened in place, and tried again under another nonce.
            this.cipher = Cipher.getInstance("ChaCha20-Poly1305", "SunJCE");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks ChaCha20-Poly1305", e);
        }
    }

    /** Seals the first {@code length} bytes of the buffer, which has room for the tag behind them. */
    int seal(byte[] nonce, byte[] buffer, int length) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new RawKey(key.bytes()), new IvParameterSpec(nonce));
            return cipher.doFinal(buffer, 0, length, buffer, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 failed to seal", e);
        }
    }

    /** Begins to seal bytes that come one piece after the other. */
    void begin(byte[] nonce) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new RawKey(key.bytes()), new IvParameterSpec(nonce));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 failed to begin", e);
        }
    }

    /** Seals the next piece: a stream cipher holds nothing back. */
    byte[] sealSome(byte[] plain, int offset, int length) {
        byte[] sealed = cipher.update(plain, offset, length);
        if (sealed == null || sealed.length != length) {
            throw new IllegalStateException("ChaCha20-Poly1305 held something back");
        }
        return sealed;
    }

    /** Ends what was begun and answers its tag. */
    byte[] end() {
        try {
            return cipher.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 failed to seal", e);
        }
    }

    /** Answers the length of the plaintext at the buffer's start, or {@link #REFUSED} and an unchanged buffer. */
    int open(byte[] nonce, byte[] buffer, int length) {
        try {
            cipher.init(Cipher.DECRYPT_MODE, new RawKey(key.bytes()), new IvParameterSpec(nonce));
            return cipher.doFinal(buffer, 0, length, buffer, 0);
        } catch (AEADBadTagException e) {
            return REFUSED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 failed to open", e);
        }
    }

    /** Wipes the key, and the copy of it that the provider holds as its state. */
    @Override
    public void close() {
        if (key.isClosed()) {
            return;
        }
        byte[] wiped = key.bytes();
        key.close();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new RawKey(wiped), new IvParameterSpec(new byte[NONCE_BYTES]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 failed to forget its key", e);
        }
    }

    /** The JDK's SecretKeySpec copies the key and cannot wipe its copy. */
    private static final class RawKey implements SecretKey {

        private final byte[] live;

        private RawKey(byte[] live) {
            this.live = live;
        }

        @Override
        public String getAlgorithm() {
            return "ChaCha20";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return live.clone();
        }
    }
}
