package org.penah.sealing.receipt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.decision.DecisionKeys;
import org.penah.sealing.digest.Digest;

/**
 * Derives what a receipt yields: its mailbox, what opens replies to its source, and what signs the source's decisions.
 * Argon2id (RFC 9106) over the 30 digits, then HKDF-SHA256 (RFC 5869) without a salt, once for each use.
 */
public final class ReceiptKeys implements Destroyable {

    private static final int LENGTH = 32;
    private static final String MAILBOX = "penah receipt v1 mailbox";
    private static final String IDENTITY = "penah receipt v1 identity";
    private static final String DECISIONS = "penah receipt v1 decisions";

    private final byte[] mailboxId;
    private final HybridIdentity identity;
    private final DecisionKeys decisions;

    private ReceiptKeys(byte[] mailboxId, HybridIdentity identity, DecisionKeys decisions) {
        this.mailboxId = mailboxId;
        this.identity = identity;
        this.decisions = decisions;
    }

    static ReceiptKeys derive(byte[] digits, ReceiptParameters parameters) {
        byte[] root = argon2id(digits, parameters);
        byte[] seed = expand(root, IDENTITY);
        try {
            return new ReceiptKeys(
                    expand(root, MAILBOX), HybridIdentity.ofSeed(seed), DecisionKeys.ofSeed(expand(root, DECISIONS)));
        } finally {
            Arrays.fill(root, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] argon2id(byte[] digits, ReceiptParameters parameters) {
        var argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.memoryKiB())
                .withIterations(parameters.passes())
                .withParallelism(parameters.lanes())
                .withSalt(parameters.saltBytes())
                .build());
        byte[] root = new byte[LENGTH];
        argon2.generateBytes(digits, root);
        return root;
    }

    private static byte[] expand(byte[] root, String info) {
        var hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(root, null, info.getBytes(StandardCharsets.US_ASCII)));
        byte[] key = new byte[LENGTH];
        hkdf.generateBytes(key, 0, LENGTH);
        return key;
    }

    /** Opens the mailbox to anybody who shows it: 32 bytes, never stored. */
    public byte[] mailboxId() {
        return mailboxId.clone();
    }

    /** What a mailbox is found by: the SHA-256 of its id. */
    public byte[] mailboxHash() {
        return Digest.sha256(mailboxId);
    }

    /** The source's own age identity; its recipient is what replies are sealed to. Lives as long as these keys. */
    public HybridIdentity identity() {
        return identity;
    }

    /** Signs what the source decides about its tips. Lives as long as these keys. */
    public DecisionKeys decisions() {
        return decisions;
    }

    @Override
    public void destroy() {
        Arrays.fill(mailboxId, (byte) 0);
        identity.destroy();
        decisions.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return identity.isDestroyed();
    }

    @Override
    public String toString() {
        return "ReceiptKeys[redacted]";
    }
}
