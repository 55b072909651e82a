package org.penah.stack.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.penah.sealing.digest.Digest;
import org.penah.stack.StackFailure;

/**
 * Checks the desk's journal as an auditor keeps it: one entry a line, in JSON, oldest first.
 *
 * <p>Each hash is SHA-256 over the hash before it (32 zero bytes before the first), the position as 8 bytes, and day, who, deed,
 * which and, if there is one, the hash of its facts in UTF-8, each behind its length as 4 bytes; all big-endian. The
 * facts themselves are in the service's database; the desk's page compares them.
 */
public final class JournalFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TEXTS = List.of("day", "who", "deed", "which");
    private static final String FACTS = "facts";
    private static final List<String> TEXTS_AND_FACTS =
            Stream.concat(TEXTS.stream(), Stream.of(FACTS)).toList();

    /** How far the chain holds: to an entry, whose hash covers all before it. */
    public record Head(long position, String hash) {}

    private final Path file;

    public JournalFile(Path file) {
        this.file = file;
    }

    /**
     * Follows the chain from the first entry to the last.
     *
     * @param known an earlier head that the chain must run through, or position 0
     * @throws StackFailure at the first entry that was changed, is missing or has moved
     */
    public Head verify(Head known) throws IOException {
        Head head = new Head(0, "00".repeat(32));
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                head = next(head, line);
                if (head.position() == known.position() && !head.hash().equals(known.hash())) {
                    throw new StackFailure(
                            "Entry %d is not the one that you know: everything up to it may have been rewritten."
                                    .formatted(head.position()));
                }
            }
        }
        if (head.position() < known.position()) {
            throw new StackFailure("The journal ends at entry %d, and you know of entry %d: the end is missing."
                    .formatted(head.position(), known.position()));
        }
        return head;
    }

    private static Head next(Head before, String line) throws IOException {
        JsonNode entry = JSON.readTree(line);
        long position = entry.path("position").asLong();
        if (position != before.position() + 1) {
            throw new StackFailure("After entry %d comes entry %d: entries are missing, or stand in another order."
                    .formatted(before.position(), position));
        }
        String hash = hash(before.hash(), entry);
        if (!hash.equals(entry.path("hash").asText())) {
            throw new StackFailure("Entry %d was changed, or one before it.".formatted(position));
        }
        return new Head(position, hash);
    }

    private static String hash(String before, JsonNode entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(HexFormat.of().parseHex(before));
        out.writeLong(entry.path("position").asLong());
        for (String name : entry.hasNonNull(FACTS) ? TEXTS_AND_FACTS : TEXTS) {
            byte[] text = entry.path(name).asText().getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
        }
        return HexFormat.of().formatHex(Digest.sha256(bytes.toByteArray()));
    }
}
