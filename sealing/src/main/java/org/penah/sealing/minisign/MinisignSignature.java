package org.penah.sealing.minisign;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** Holds the four lines of a signature file; {@code ED} stands for Ed25519 over BLAKE2b-512 of the message. */
@SuppressWarnings("ArrayRecordComponent") // is never compared
public record MinisignSignature(byte[] keyId, byte[] signature, String trustedComment, byte[] commentSignature) {

    private static final byte[] PREHASHED = {'E', 'D'};
    private static final int SIGNATURE_LENGTH = 64;
    private static final String TRUSTED = "trusted comment: ";

    static MinisignSignature parse(String file) throws MinisignException {
        List<String> lines = MinisignText.lines(file, 4);
        byte[] bytes =
                MinisignText.decode(lines.get(1), PREHASHED.length + MinisignPublicKey.ID_LENGTH + SIGNATURE_LENGTH);
        if (!Arrays.equals(bytes, 0, 2, PREHASHED, 0, 2)) {
            throw new MinisignException("not a prehashed Ed25519 signature");
        }
        if (!lines.get(2).startsWith(TRUSTED)) {
            throw new MinisignException("the trusted comment is missing");
        }
        return new MinisignSignature(
                Arrays.copyOfRange(bytes, 2, 2 + MinisignPublicKey.ID_LENGTH),
                Arrays.copyOfRange(bytes, 2 + MinisignPublicKey.ID_LENGTH, bytes.length),
                lines.get(2).substring(TRUSTED.length()),
                MinisignText.decode(lines.get(3), SIGNATURE_LENGTH));
    }

    /** What the first signature signs: BLAKE2b-512 of the message. */
    public static byte[] prehash(byte[] message) {
        var digest = new Blake2bDigest(512);
        digest.update(message, 0, message.length);
        byte[] hash = new byte[64];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** What the second signature signs: the first, and the trusted comment. */
    byte[] signedComment() {
        return signedComment(signature, trustedComment);
    }

    /** As {@link #signedComment()}, before there is a second signature. */
    public static byte[] signedComment(byte[] signature, String trustedComment) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(signature);
        bytes.writeBytes(trustedComment.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** The signature file. */
    public String toFile(String untrustedComment) {
        byte[] first = ByteBuffer.allocate(PREHASHED.length + MinisignPublicKey.ID_LENGTH + SIGNATURE_LENGTH)
                .put(PREHASHED)
                .put(keyId)
                .put(signature)
                .array();
        return MinisignText.UNTRUSTED + untrustedComment + "\n" + MinisignText.encode(first) + "\n" + TRUSTED
                + trustedComment + "\n" + MinisignText.encode(commentSignature) + "\n";
    }
}
