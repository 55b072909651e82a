package org.penah.triage.reading;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Puts another header before the payload of an age file, which ends its own with the line of its MAC (age, section "Header"). */
final class OtherHeader {

    /** As long a header as the console reads. */
    private static final int LONGEST = 256 * 1024;

    private static final byte[] MAC = "\n--- ".getBytes(StandardCharsets.US_ASCII);

    private final Buffer header;
    private Buffer seen = Buffer.buffer();
    private boolean ended;

    private OtherHeader(byte[] header) {
        this.header = Buffer.buffer(header);
    }

    /** The same file with this header, as fast as it is taken. */
    static Multi<Buffer> in(Multi<Buffer> sealed, byte[] header) {
        return Multi.createFrom().deferred(() -> {
            OtherHeader swap = new OtherHeader(header);
            return sealed.map(swap::take).select().where(piece -> piece.length() > 0);
        });
    }

    private Buffer take(Buffer piece) {
        if (ended) {
            return piece;
        }
        seen.appendBuffer(piece);
        int end = endOf(seen.getBytes());
        if (end < 0) {
            if (seen.length() > LONGEST) {
                throw new IllegalStateException("a sealed file has no end of its header");
            }
            return Buffer.buffer();
        }
        ended = true;
        Buffer first = header.copy().appendBuffer(seen.getBuffer(end, seen.length()));
        seen = Buffer.buffer();
        return first;
    }

    /** Behind the line of the MAC; -1 if that has not come. */
    private static int endOf(byte[] bytes) {
        for (int at = 0; at + MAC.length <= bytes.length; at++) {
            if (startsAt(bytes, at)) {
                for (int end = at + MAC.length; end < bytes.length; end++) {
                    if (bytes[end] == '\n') {
                        return end + 1;
                    }
                }
                return -1;
            }
        }
        return -1;
    }

    private static boolean startsAt(byte[] bytes, int at) {
        for (int i = 0; i < MAC.length; i++) {
            if (bytes[at + i] != MAC[i]) {
                return false;
            }
        }
        return true;
    }
}
