package org.penah.sealing.minisign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The public half of a minisign key: 32 bytes of Ed25519 and an id that only helps to find the right key. */
public final class MinisignPublicKey {

    public static final int ID_LENGTH = 8;
    public static final int KEY_LENGTH = 32;

    private static final byte[] ED25519 = {'E', 'd'};
    private static final int LENGTH = ED25519.length + ID_LENGTH + KEY_LENGTH;

    private final byte[] id;
    private final byte[] key;

    /** The public half of a key that was just made or opened. */
    public MinisignPublicKey(byte[] id, byte[] key) {
        this.id = id.clone();
        this.key = key.clone();
    }

    /**
     * Reads a key file, or the bare base64 that {@code minisign -P} takes.
     *
     * @throws MinisignException if it is neither, or not a point of the curve's prime-order group
     */
    public static MinisignPublicKey parse(String text) throws MinisignException {
        String base64 = text.startsWith(MinisignText.UNTRUSTED)
                ? MinisignText.lines(text, 2).get(1)
                : text.strip();
        byte[] bytes = MinisignText.decode(base64, LENGTH);
        if (!Arrays.equals(bytes, 0, 2, ED25519, 0, 2)) {
            throw new MinisignException("not an Ed25519 key");
        }
        byte[] key = Arrays.copyOfRange(bytes, LENGTH - KEY_LENGTH, LENGTH);
        if (!Ed25519.validatePublicKeyFull(key, 0)) {
            throw new MinisignException("not a usable Ed25519 key");
        }
        return new MinisignPublicKey(Arrays.copyOfRange(bytes, 2, 2 + ID_LENGTH), key);
    }

    /**
     * Checks a signature and its trusted comment.
     *
     * @return the trusted comment, which the signer wrote
     * @throws MinisignException if the signature is malformed, by another key, or wrong
     */
    public String verify(byte[] message, String signatureFile) throws MinisignException {
        MinisignSignature signature = MinisignSignature.parse(signatureFile);
        if (!Arrays.equals(signature.keyId(), id)) {
            throw new MinisignException("signed by another key");
        }
        if (!isValid(MinisignSignature.prehash(message), signature.signature())) {
            throw new MinisignException("the signature does not hold for these bytes");
        }
        if (!isValid(signature.signedComment(), signature.commentSignature())) {
            throw new MinisignException("the trusted comment was changed");
        }
        return signature.trustedComment();
    }

    private boolean isValid(byte[] message, byte[] signature) {
        return Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    /** As minisign prints it: 16 hexadecimal digits. */
    public String id() {
        return "%016X"
                .formatted(ByteBuffer.wrap(id).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    /** The base64 that {@code minisign -P} takes. */
    public String toBase64() {
        return MinisignText.encode(
                ByteBuffer.allocate(LENGTH).put(ED25519).put(id).put(key).array());
    }

    /** The key file that {@code minisign -p} takes. */
    public String toFile() {
        return "%sminisign public key %s\n%s\n".formatted(MinisignText.UNTRUSTED, id(), toBase64());
    }

    @Override
    public String toString() {
        return "MinisignPublicKey[" + id() + "]";
    }
}
