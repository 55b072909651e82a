package org.penah.triage.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.digest.Digest;

/**
 * One entry: who did what to which, and when.
 *
 * @param position 1 for the first entry, then without a gap
 * @param day no finer, because the hour of a first look reveals when a tip came
 * @param which id of what it was done to, never content
 * @param facts see {@link Facts}; absent where the fields of the entry say all, and before there were any
 */
record Entry(
        long position,
        LocalDate day,
        String who,
        String deed,
        String which,
        @Nullable String facts) {

    /** The first entry's predecessor: 32 zero bytes. */
    static byte[] beforeTheFirst() {
        return new byte[32];
    }

    /**
     * SHA-256 over the hash of the entry before and all fields of this one: the position as 8 bytes, then each text in
     * UTF-8 behind its length as 4 bytes, all big-endian, so that no two entries have the same bytes. Facts come last, if
     * there are any.
     */
    byte[] hash(byte[] hashBefore) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(hashBefore);
            out.writeLong(position);
            List<String> texts = new ArrayList<>(List.of(day.toString(), who, deed, which));
            if (facts != null) {
                texts.add(facts);
            }
            for (String text : texts) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(encoded.length);
                out.write(encoded);
            }
            return Digest.sha256(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
