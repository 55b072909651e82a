package org.penah.ceremony.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.penah.sealing.tip.TipFile;
import org.penah.sealing.tip.TipRefusedException;
import org.penah.sealing.tip.TipRefusedException.Reason;
import org.penah.sealing.tip.ZipHeader;

class HostileTipTest {

    private static final String JSON =
            "{\"version\":1,\"topic\":\"t\",\"message\":\"m\",\"answers\":{},\"replyTo\":\"\",\"files\":[%s]}";
    private static final String X25519 = "\"age1cqrdvqms4lgjtdr63l4dhmlcaau4d4nr3gjnulkeg3unk6t9z34sajps90\"";
    private static final String FILE = "{\"entry\":\"files/1\",\"name\":\"n\",\"type\":\"y\",\"size\":%d}";

    @TestFactory
    Stream<DynamicTest> refusesEachWithItsReason() {
        return Stream.of(
                refused("empty", Reason.TRUNCATED, new byte[0]),
                refused("some other file", Reason.NOT_A_TIP, "%PDF-1.7 and so on".getBytes(StandardCharsets.US_ASCII)),
                refused("somebody's own zip", Reason.ENTRY_NAME, zip(plain("photo.jpg", "x"))),
                refused("a path upwards", Reason.ENTRY_NAME, zip(plain("../passwd", "x"))),
                refused("an absolute path", Reason.ENTRY_NAME, zip(plain("/etc/pass", "x"))),
                refused("a folder", Reason.ENTRY_NAME, zip(plain("files/", ""))),
                refused("a number spelt otherwise", Reason.ENTRY_NAME, zip(plain("files/01", "x"))),
                refused("a backslash", Reason.ENTRY_NAME, zip(plain("files\\1", "x"))),
                refused("a long name", Reason.ENTRY_NAME, zip(plain("files/1000000000000", "x"))),
                refused("a gap in the numbers", Reason.ENTRY_NAME, zip(plain("files/2", "x"))),
                refused(
                        "the same file twice",
                        Reason.DUPLICATE_ENTRY,
                        zip(plain("files/1", "x"), plain("files/1", "y"))),
                refused("tip.json twice", Reason.DUPLICATE_ENTRY, zip(json(""), json(""))),
                refused("padding twice", Reason.DUPLICATE_ENTRY, zip(json(""), padding(), padding())),
                refused("a file after the padding", Reason.ENTRY_NAME, zip(json(""), padding(), plain("files/1", "x"))),
                refused("no tip.json", Reason.MISSING_ENTRY, zip(padding())),
                refused("no padding", Reason.MISSING_ENTRY, zip(json(""))),
                refused("a listed file is not there", Reason.MISSING_ENTRY, zip(json(FILE.formatted(1)), padding())),
                refused("a file is not listed", Reason.MISSING_ENTRY, zip(plain("files/1", "x"), json(""), padding())),
                refused(
                        "tip.json lies about a size",
                        Reason.SIZE,
                        zip(plain("files/1", "xy"), json(FILE.formatted(1)), padding())),
                refused("the header lies about a size", Reason.TRUNCATED, zip(new Lying("tip.json", "{}", 0, 1 << 30))),
                refused("a size below the bytes", Reason.CHECKSUM, zip(new Lying("tip.json", "{}", 0, 1))),
                refused("a wrong CRC", Reason.CHECKSUM, zip(new Lying("tip.json", "{}", 1, 2))),
                refused("unknown field", Reason.CONTENT, zip(plain("tip.json", spoilt("\"x\":1,")), padding())),
                refused("field twice", Reason.CONTENT, zip(plain("tip.json", spoilt("\"version\":1,")), padding())),
                refused("replies to something else", Reason.CONTENT, zip(replyTo("\"age1pq1qqqq\""), padding())),
                refused("replies to an old kind of key", Reason.CONTENT, zip(replyTo(X25519), padding())),
                refused("replies to null", Reason.CONTENT, zip(replyTo("null"), padding())),
                refused("trailing words", Reason.CONTENT, zip(plain("tip.json", JSON.formatted("") + "{}"), padding())),
                refused("null for text", Reason.CONTENT, zip(plain("tip.json", nulled()), padding())),
                refused("empty tip.json", Reason.CONTENT, zip(plain("tip.json", ""), padding())),
                refused(
                        "half a surrogate pair",
                        Reason.CONTENT,
                        zip(plain("tip.json", JSON.formatted("").replace("\"m\"", "\"\\ud83d\"")), padding())),
                refused("deep nesting", Reason.CONTENT, zip(plain("tip.json", "[".repeat(100_000)), padding())),
                refused("huge tip.json", Reason.CONTENT, zip(plain("tip.json", " ".repeat((1 << 20) + 1)), padding())),
                refused("a symbolic link", Reason.NOT_PLAIN_FILE, patched(40, 0xa1ff)),
                refused(
                        "bytes after the end",
                        Reason.TRAILING_BYTES,
                        changed(tip -> Arrays.copyOf(tip, tip.length + 1))),
                refused("a missing last byte", Reason.TRUNCATED, changed(tip -> Arrays.copyOf(tip, tip.length - 1))),
                refused("another name in the directory", Reason.DIRECTORY, patched(46, 0x2f2e)),
                refused("another offset in the directory", Reason.DIRECTORY, patched(42, 1)),
                refused("an extra field in the directory", Reason.DIRECTORY, patched(30, 4)),
                refused("compressed", Reason.ENCODING, compressed()),
                refused("thousands of entries", Reason.TOO_MANY_ENTRIES, thousands()));
    }

    @Test
    void stopsAtTheBoundOfAnEndlessContainer() {
        // Given
        byte[] start = ZipHeader.streamed("files/1", 0).local();
        var endless = new SequenceInputStream(new ByteArrayInputStream(start), new EndlessBlocks());

        // When
        var refused = catchThrowableOfType(TipRefusedException.class, () -> TipReader.check(endless));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void givesNothingOutOfAContainerThatIsWrongAtItsLastByte() throws IOException {
        // Given
        byte[] tip = SealedTipTest.container(new byte[100]);
        tip[tip.length - 1] = 1;
        var given = new ArrayList<TipFile>();

        // When
        var refused = catchThrowableOfType(
                TipRefusedException.class,
                () -> TipReader.extract(() -> new ByteArrayInputStream(tip), file -> {
                    given.add(file);
                    return new ByteArrayOutputStream();
                }));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.DIRECTORY);
        assertThat(given).isEmpty();
    }

    @Test
    void everyFlippedBitIsRefused() throws IOException {
        // Given: the padding is short, so that each bit of the container can be tried
        byte[] tip = zip(plain("files/1", "x"), json(FILE.formatted(1)), padding());
        var accepted = new ArrayList<Integer>();

        // When
        for (int bit = 0; bit < tip.length * 8; bit++) {
            byte[] flipped = tip.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                TipReader.check(new ByteArrayInputStream(flipped));
                accepted.add(bit / 8);
            } catch (TipRefusedException e) {
                assertThat(e).hasNoCause();
            }
        }

        // Then: only who made the entry, two bytes for each in the directory
        assertThat(accepted.stream().distinct()).hasSize(3 * 2);
    }

    private static DynamicTest refused(String what, Reason reason, byte[] container) {
        return DynamicTest.dynamicTest(what, () -> {
            // When
            var refused = catchThrowableOfType(
                    TipRefusedException.class, () -> TipReader.check(new ByteArrayInputStream(container)));

            // Then
            assertThat(refused).isNotNull();
            assertThat(refused.reason()).isEqualTo(reason);
        });
    }

    /** An entry whose header claims a CRC (off by so much) and a size. */
    private record Lying(String name, String content, int crcOff, long size) {}

    private static Lying plain(String name, String content) {
        return new Lying(name, content, 0, content.length());
    }

    private static Lying json(String files) {
        return plain("tip.json", JSON.formatted(files));
    }

    private static Lying replyTo(String recipient) {
        return plain("tip.json", JSON.formatted("").replace("replyTo\":\"\"", "replyTo\":" + recipient));
    }

    private static Lying padding() {
        return plain("padding", "\0\0");
    }

    private static String spoilt(String field) {
        return "{" + field + JSON.formatted("").substring(1);
    }

    private static String nulled() {
        return JSON.formatted("").replace("\"m\"", "null");
    }

    private static byte[] zip(Lying... entries) {
        var out = new ByteArrayOutputStream();
        var headers = new ArrayList<ZipHeader>();
        for (Lying entry : entries) {
            byte[] content = entry.content.getBytes(StandardCharsets.UTF_8);
            var crc = new CRC32();
            crc.update(content);
            var header = ZipHeader.known(entry.name, out.size(), (int) crc.getValue() + entry.crcOff, entry.size);
            headers.add(header);
            out.writeBytes(header.local());
            out.writeBytes(content);
        }
        int at = out.size();
        headers.forEach(header -> out.writeBytes(header.directory()));
        out.writeBytes(ZipHeader.end(headers, at, out.size() - at));
        return out.toByteArray();
    }

    /** Two bytes of the first directory header are different. */
    private static byte[] patched(int at, int value) {
        return changed(tip -> {
            int directory = tip.length - ZipHeader.END_LENGTH - 2 * ZipHeader.DIRECTORY_LENGTH - 15;
            tip[directory + at] = (byte) value;
            tip[directory + at + 1] = (byte) (value >> 8);
            return tip;
        });
    }

    private static byte[] changed(UnaryOperator<byte[]> change) {
        return change.apply(zip(json(""), padding()));
    }

    private static byte[] compressed() {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("files/1"));
            zip.write(new byte[1 << 20]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] thousands() {
        return zip(Stream.iterate(1, number -> number + 1)
                .limit(5000)
                .map(number -> plain(TipFile.entryOf(number), ""))
                .toArray(Lying[]::new));
    }

    /** Stored blocks of deflate without an end, and without a byte of memory for each. */
    private static final class EndlessBlocks extends InputStream {

        private static final byte[] BLOCK = new byte[5 + 0xffff];
        private int at;

        static {
            BLOCK[1] = (byte) 0xff;
            BLOCK[2] = (byte) 0xff;
        }

        @Override
        public int read() {
            byte one = BLOCK[at];
            at = (at + 1) % BLOCK.length;
            return Byte.toUnsignedInt(one);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = Math.min(length, BLOCK.length - at);
            System.arraycopy(BLOCK, at, bytes, offset, count);
            at = (at + count) % BLOCK.length;
            return count;
        }
    }
}
