package org.penah.sealing.receipt;

import java.util.Base64;

/**
 * Says how an organisation's receipts are derived, as its key manifest has it. Changing any of it makes every receipt
 * given out before useless.
 *
 * @param salt 16 random bytes of the organisation, in base64
 * @param memoryKiB Argon2id's memory, in KiB
 * @param passes Argon2id's passes
 * @param lanes Argon2id's lanes
 */
public record ReceiptParameters(String salt, int memoryKiB, int passes, int lanes) {

    static final int SALT_LENGTH = 16;

    private static final int LEAST_MEMORY_KIB = 1024;
    private static final int MOST_MEMORY_KIB = 64 * 1024;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 4;

    public ReceiptParameters {
        byte[] bytes = Base64.getDecoder().decode(salt);
        if (bytes.length != SALT_LENGTH
                || !Base64.getEncoder().encodeToString(bytes).equals(salt)) {
            throw new IllegalArgumentException("the salt is not base64 of 16 bytes");
        }
        // Not below what 99.7 bits were weighed with (ADR 0004), and not so much that a page could be stalled.
        if (memoryKiB < LEAST_MEMORY_KIB || memoryKiB > MOST_MEMORY_KIB) {
            throw new IllegalArgumentException("memory is out of bounds");
        }
        if (passes < 1 || passes > MOST_PASSES || lanes < 1 || lanes > MOST_LANES) {
            throw new IllegalArgumentException("passes or lanes are out of bounds");
        }
    }

    /** The parameters of ADR 0004 with this salt. */
    public static ReceiptParameters withSalt(byte[] salt) {
        return new ReceiptParameters(Base64.getEncoder().encodeToString(salt), LEAST_MEMORY_KIB, 1, 1);
    }

    byte[] saltBytes() {
        return Base64.getDecoder().decode(salt);
    }
}
