package org.penah.sealing.manifest;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.manifest.ManifestException.Reason;
import org.penah.sealing.minisign.MinisignException;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.sealing.receipt.ReceiptParameters;

/**
 * Holds what {@code keys.json} says, version 1.
 *
 * @param serial grows with every signing, from 1
 * @param notBefore the first day (UTC) of its validity
 * @param notAfter the last day (UTC), at most 90 days with the first
 * @param recovery whom every epoch's key is sealed to beside the queue's members
 * @param receipt how receipts are derived
 * @param queues at least one, no name twice
 * @param scripts those that the form serves
 */
public record KeyManifest(
        int serial,
        LocalDate notBefore,
        LocalDate notAfter,
        HybridRecipient recovery,
        ReceiptParameters receipt,
        List<Queue> queues,
        List<Script> scripts) {

    public static final int LONGEST_VALIDITY_DAYS = 90;
    /** A month to fetch the root key; the desk's line, the form's script and the guides have the same figure. */
    public static final int ALARM_DAYS = 30;

    public static final int GRACE_DAYS = 14;

    private static final int MOST_QUEUES = 32;
    private static final int MOST_SCRIPTS = 64;

    public KeyManifest {
        queues = List.copyOf(queues);
        scripts = List.copyOf(scripts);
        if (serial < 1) {
            throw new IllegalArgumentException("a serial starts at 1");
        }
        long days = ChronoUnit.DAYS.between(notBefore, notAfter) + 1;
        if (days < 1 || days > LONGEST_VALIDITY_DAYS) {
            throw new IllegalArgumentException("a manifest is valid for 1 to " + LONGEST_VALIDITY_DAYS + " days");
        }
        requireDistinct(queues.stream().map(Queue::name).toList(), 1, MOST_QUEUES, "queues");
        requireDistinct(scripts.stream().map(Script::path).toList(), 0, MOST_SCRIPTS, "scripts");
    }

    private static void requireDistinct(List<String> names, int least, int most, String what) {
        if (names.size() < least || names.size() > most || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException(what + " are too few, too many or named twice");
        }
    }

    /**
     * Reads a manifest that the root key signed.
     *
     * @param json as it was served: the signature and the canonical form are about these bytes
     * @param signature the minisign file beside it
     * @param highestSerial the highest serial that the caller has ever accepted, or 0; the caller keeps it
     * @throws ManifestException if the manifest must not be used, whatever the day
     */
    public static KeyManifest verify(byte[] json, String signature, MinisignPublicKey root, int highestSerial)
            throws ManifestException {
        requireSigned(json, signature, root);
        KeyManifest manifest = ManifestJson.read(json);
        if (manifest.serial < highestSerial) {
            throw new ManifestException(Reason.OLD_SERIAL);
        }
        return manifest;
    }

    static void requireSigned(byte[] json, String signature, MinisignPublicKey root) throws ManifestException {
        try {
            root.verify(json, signature);
        } catch (MinisignException e) {
            throw new ManifestException(Reason.SIGNATURE, e);
        }
    }

    /** The canonical bytes: what is signed and served. */
    public byte[] toJson() {
        return ManifestJson.write(this);
    }

    /** How far the manifest may be used on a day, in UTC. */
    public ManifestState stateOn(LocalDate today) {
        if (today.isBefore(notBefore)) {
            return ManifestState.NOT_YET_VALID;
        }
        long daysLeft = daysLeftOn(today);
        if (daysLeft > ALARM_DAYS) {
            return ManifestState.VALID;
        }
        if (daysLeft >= 0) {
            return ManifestState.ENDS_SOON;
        }
        return daysLeft >= -GRACE_DAYS ? ManifestState.GRACE : ManifestState.CLOSED;
    }

    /** Days from one until the last of its validity, negative after it. */
    public long daysLeftOn(LocalDate today) {
        return ChronoUnit.DAYS.between(today, notAfter);
    }

    /** The queue of this name; empty if the manifest has none. */
    public Optional<Queue> queue(String name) {
        return queues.stream().filter(queue -> queue.name().equals(name)).findFirst();
    }
}
