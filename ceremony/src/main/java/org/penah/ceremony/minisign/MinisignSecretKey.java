package org.penah.ceremony.minisign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.penah.sealing.minisign.MinisignException;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.sealing.minisign.MinisignSignature;
import org.penah.sealing.minisign.MinisignText;

/**
 * Signs with the secret half of a minisign key. Its file is encrypted under a passphrase in minisign's own format, so that
 * the stock {@code minisign -S} signs with it and this class signs with what {@code minisign -G} made.
 */
public final class MinisignSecretKey implements Destroyable {

    private static final String COMMENT = MinisignText.UNTRUSTED + "minisign encrypted secret key";
    private static final byte[] ED25519 = {'E', 'd'};
    private static final byte[] SCRYPT = {'S', 'c'};
    private static final byte[] BLAKE2B = {'B', '2'};
    private static final int SALT_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 32;
    private static final int SEED_LENGTH = 32;
    private static final int BOX_LENGTH =
            MinisignPublicKey.ID_LENGTH + SEED_LENGTH + MinisignPublicKey.KEY_LENGTH + CHECKSUM_LENGTH;
    private static final int LENGTH = 3 * 2 + SALT_LENGTH + 2 * Long.BYTES + BOX_LENGTH;

    private final byte[] id;
    private final byte[] seed;
    private boolean destroyed;

    private MinisignSecretKey(byte[] id, byte[] seed) {
        this.id = id;
        this.seed = seed;
    }

    /** A new random key with a random id; the caller destroys it. */
    public static MinisignSecretKey generate() {
        var random = new SecureRandom();
        byte[] id = new byte[MinisignPublicKey.ID_LENGTH];
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(id);
        random.nextBytes(seed);
        return new MinisignSecretKey(id, seed);
    }

    /**
     * Opens a key file.
     *
     * @throws MinisignException if it is malformed or not encrypted, if it wants more memory than minisign's own default
     *     of 1 GiB, or if the passphrase is wrong
     */
    public static MinisignSecretKey open(String file, char[] passphrase) throws MinisignException {
        byte[] bytes = MinisignText.decode(MinisignText.lines(file, 2).get(1), LENGTH);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        requireNext(buffer, ED25519, "not an Ed25519 key");
        requireNext(buffer, SCRYPT, "not encrypted under a passphrase");
        requireNext(buffer, BLAKE2B, "not a checksum that minisign uses");
        byte[] salt = new byte[SALT_LENGTH];
        buffer.get(salt);
        var cost = ScryptCost.ofLimits(buffer.getLong(), buffer.getLong());
        byte[] box = new byte[BOX_LENGTH];
        buffer.get(box);
        applyKeyStream(box, salt, cost, passphrase);
        try {
            return ofBox(box);
        } finally {
            Arrays.fill(box, (byte) 0);
        }
    }

    private static void requireNext(ByteBuffer buffer, byte[] expected, String otherwise) throws MinisignException {
        byte[] found = new byte[expected.length];
        buffer.get(found);
        if (!Arrays.equals(found, expected)) {
            throw new MinisignException(otherwise);
        }
    }

    private static MinisignSecretKey ofBox(byte[] box) throws MinisignException {
        int keyEnd = BOX_LENGTH - CHECKSUM_LENGTH;
        byte[] checksum = Arrays.copyOfRange(box, keyEnd, BOX_LENGTH);
        if (!MessageDigest.isEqual(checksum, checksum(box))) {
            throw new MinisignException("wrong passphrase");
        }
        int seedEnd = MinisignPublicKey.ID_LENGTH + SEED_LENGTH;
        var key = new MinisignSecretKey(
                Arrays.copyOfRange(box, 0, MinisignPublicKey.ID_LENGTH),
                Arrays.copyOfRange(box, MinisignPublicKey.ID_LENGTH, seedEnd));
        // A half that does not belong to the seed would make signatures that give the seed away.
        if (!Arrays.equals(box, seedEnd, keyEnd, key.publicBytes(), 0, MinisignPublicKey.KEY_LENGTH)) {
            key.destroy();
            throw new MinisignException("the halves of the key do not belong together");
        }
        return key;
    }

    /** Encrypts the key under a passphrase, for a file. Takes 256 MiB of memory for about a second. */
    public String encrypt(char[] passphrase) {
        return encrypt(passphrase, ScryptCost.OURS);
    }

    String encrypt(char[] passphrase, ScryptCost cost) {
        byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        byte[] box = ByteBuffer.allocate(BOX_LENGTH)
                .put(id)
                .put(live())
                .put(publicBytes())
                .array();
        byte[] checksum = checksum(box);
        System.arraycopy(checksum, 0, box, BOX_LENGTH - CHECKSUM_LENGTH, CHECKSUM_LENGTH);
        applyKeyStream(box, salt, cost, passphrase);
        byte[] file = ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ED25519)
                .put(SCRYPT)
                .put(BLAKE2B)
                .put(salt)
                .putLong(cost.operationsLimit())
                .putLong(cost.memoryLimit())
                .put(box)
                .array();
        return COMMENT + "\n" + MinisignText.encode(file) + "\n";
    }

    /**
     * Signs a message.
     *
     * @param trustedComment one line, signed with the message
     * @return the signature file
     */
    public String sign(byte[] message, String trustedComment) {
        if (trustedComment.lines().count() != 1 || trustedComment.length() > 1024) {
            throw new IllegalArgumentException("a trusted comment is one line of at most 1024 characters");
        }
        byte[] signature = signature(MinisignSignature.prehash(message));
        byte[] commentSignature = signature(MinisignSignature.signedComment(signature, trustedComment));
        return new MinisignSignature(id, signature, trustedComment, commentSignature)
                .toFile("verify with the public key " + publicKey().id());
    }

    /** The public half, with the same id. */
    public MinisignPublicKey publicKey() {
        return new MinisignPublicKey(id, publicBytes());
    }

    private byte[] signature(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(live(), 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private byte[] publicBytes() {
        byte[] key = new byte[MinisignPublicKey.KEY_LENGTH];
        Ed25519.generatePublicKey(live(), 0, key, 0);
        return key;
    }

    private byte[] live() {
        if (destroyed) {
            throw new IllegalStateException("the key was destroyed");
        }
        return seed;
    }

    /** BLAKE2b-256 of the algorithm and of the box up to its checksum. */
    private static byte[] checksum(byte[] box) {
        var digest = new Blake2bDigest(8 * CHECKSUM_LENGTH);
        digest.update(ED25519, 0, 2);
        digest.update(box, 0, BOX_LENGTH - CHECKSUM_LENGTH);
        byte[] checksum = new byte[CHECKSUM_LENGTH];
        digest.doFinal(checksum, 0);
        return checksum;
    }

    private static void applyKeyStream(byte[] box, byte[] salt, ScryptCost cost, char[] passphrase) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] password = new byte[utf8.remaining()];
        utf8.get(password);
        byte[] keyStream = SCrypt.generate(password, salt, cost.n(), ScryptCost.R, cost.p(), box.length);
        for (int i = 0; i < box.length; i++) {
            box[i] ^= keyStream[i];
        }
        utf8.rewind().put(new byte[password.length]);
        Arrays.fill(password, (byte) 0);
        Arrays.fill(keyStream, (byte) 0);
    }

    @Override
    public void destroy() {
        Arrays.fill(seed, (byte) 0);
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "MinisignSecretKey[redacted]";
    }
}
