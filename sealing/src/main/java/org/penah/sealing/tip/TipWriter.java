package org.penah.sealing.tip;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.age.LowMemoryEncryptor;
import org.penah.sealing.tip.TipRefusedException.Reason;

/**
 * Seals one tip while it streams: files first, whose sizes nobody knows yet, then {@code tip.json}, then
 * {@code padding}, which brings the sealed file to a Padmé size of at least 64 KiB.
 *
 * <p>The container is not buffered: a write goes to the encryptor as one or more stored blocks of deflate (RFC 1951,
 * section 3.2.4), at five bytes each. That is deflate at level 0, which every reader of ZIP takes with unknown sizes;
 * merely stored entries are not (Java's {@code ZipInputStream} refuses them).
 *
 * <p>Not safe for use by several threads. Closed without {@link #finish}, it leaves a file that every implementation of
 * age refuses.
 */
public final class TipWriter implements Closeable {

    private static final String TIP_JSON = "tip.json";
    private static final String PADDING = "padding";
    private static final int LONGEST_BLOCK = 0xffff;
    private static final byte[] LAST_BLOCK = {1, 0, 0, (byte) 0xff, (byte) 0xff};
    private static final byte[] ZEROS = new byte[8 * 1024];

    private final OutputStream container;
    private final @Nullable LowMemoryEncryptor encryptor;
    private final SealedSize sealedSize;
    private final List<ZipHeader> entries = new ArrayList<>();
    private final List<TipFile> files = new ArrayList<>();
    private final CRC32 crc = new CRC32();
    private long written;
    private long entrySize;
    private @Nullable ZipHeader open;
    private @Nullable Naming naming;
    /** What is left of it; negative before it has begun. */
    private long padding = -1;

    private boolean done;

    private record Naming(String name, String type) {}

    private TipWriter(OutputStream container, @Nullable LowMemoryEncryptor encryptor, SealedSize sealedSize) {
        this.container = container;
        this.encryptor = encryptor;
        this.sealedSize = sealedSize;
    }

    /**
     * Starts a tip.
     *
     * @param sealed takes the age file; each array is its own from then on
     */
    public static TipWriter seal(List<HybridRecipient> recipients, LowMemoryEncryptor.Target sealed)
            throws IOException {
        LowMemoryEncryptor encryptor = LowMemoryEncryptor.start(recipients, sealed);
        return new TipWriter(encryptor, encryptor, new SealedSize(encryptor.headerLength()));
    }

    /** Only tests write a container that is not sealed. */
    static TipWriter plain(OutputStream container, SealedSize sealedSize) {
        return new TipWriter(container, null, sealedSize);
    }

    /**
     * Begins the next file.
     *
     * @param name what the source calls it
     * @param type the media type that the source's browser claims
     * @throws IllegalArgumentException if either is longer than {@link TipBounds} allows
     */
    public void beginFile(String name, String type) throws IOException {
        expect(open == null && padding < 0, "a file is open, or the content was written");
        String entry = TipFile.entryOf(files.size() + 1);
        var checked = new TipFile(entry, name, type, 0);
        if (files.size() == TipBounds.FILES) {
            throw new TipRefusedException(Reason.TOO_MANY_ENTRIES);
        }
        begin(entry);
        naming = new Naming(checked.name(), checked.type());
    }

    /** Adds bytes to the open file; worth calling with kilobytes at a time. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        expect(naming != null, "no file is open");
        add(bytes, offset, length);
    }

    /** Ends the open file and returns its size in bytes. */
    public long endFile() throws IOException {
        Naming file = naming;
        if (file == null) {
            throw new IllegalStateException("no file is open");
        }
        naming = null;
        files.add(new TipFile(TipFile.entryOf(files.size() + 1), file.name, file.type, entrySize));
        end();
        return entrySize;
    }

    /**
     * Writes what the source said, the padding and the directory, and completes the sealed file.
     *
     * @throws IllegalArgumentException if something is not as {@link TipContent} wants it
     */
    public void finish(String topic, String message, Map<String, String> answers, String replyTo) throws IOException {
        writeContent(topic, message, answers, replyTo);
        while (!pad(LONGEST_BLOCK)) {}
    }

    /**
     * Writes what the source said, for a caller that cannot stay away for as long as the padding of a large tip takes
     * (megabytes) and writes it by calling {@link #pad}.
     *
     * @return how many bytes the sealed file will have
     * @throws IllegalArgumentException as {@link #finish} does
     */
    public long writeContent(String topic, String message, Map<String, String> answers, String replyTo)
            throws IOException {
        expect(open == null && padding < 0, "a file is open, or the content was written");
        byte[] json = TipJson.write(new TipContent(topic, message, answers, replyTo, files));
        begin(TIP_JSON);
        add(json, 0, json.length);
        Arrays.fill(json, (byte) 0);
        end();
        return beginPadding();
    }

    /**
     * Writes some of the padding; with its end come the directory and the last chunk.
     *
     * @param most how many bytes to write at most, beside those of the end
     * @return whether the sealed file is complete
     */
    public boolean pad(int most) throws IOException {
        expect(padding >= 0, "the content is not written");
        for (long until = padding - Math.min(most, padding); padding > until; ) {
            int size = (int) Math.min(padding - until, ZEROS.length);
            emit(ZEROS, 0, size);
            padding -= size;
        }
        if (padding > 0) {
            return false;
        }
        directory();
        if (encryptor != null) {
            encryptor.finish();
        }
        done = true;
        return true;
    }

    @Override
    public void close() {
        naming = null;
        done = true;
        if (encryptor != null) {
            encryptor.close();
        }
    }

    private void begin(String name) throws IOException {
        ZipHeader header = ZipHeader.streamed(name, written);
        emit(header.local());
        crc.reset();
        entrySize = 0;
        open = header;
    }

    private void add(byte[] bytes, int offset, int length) throws IOException {
        crc.update(bytes, offset, length);
        for (int at = 0; at < length; at += LONGEST_BLOCK) {
            int size = Math.min(length - at, LONGEST_BLOCK);
            emit(ByteBuffer.allocate(5)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 0)
                    .putShort((short) size)
                    .putShort((short) ~size)
                    .array());
            emit(bytes, offset + at, size);
        }
        entrySize += length;
    }

    private void end() throws IOException {
        ZipHeader header = open;
        if (header == null) {
            throw new IllegalStateException("no entry is open");
        }
        emit(LAST_BLOCK);
        long stored = written - header.at() - header.local().length;
        ZipHeader measured = header.measured((int) crc.getValue(), stored, entrySize);
        emit(measured.descriptor());
        entries.add(measured);
        open = null;
    }

    /** Its size is known, so it is stored plainly, and what it adds to the whole is exact. */
    private long beginPadding() throws IOException {
        ZipHeader empty = ZipHeader.known(PADDING, written, 0, 0);
        long plain = written + empty.local().length + empty.directory().length + ZipHeader.END_LENGTH;
        for (ZipHeader entry : entries) {
            plain += entry.directory().length;
        }
        long size = paddingAfter(plain);
        if (encryptor != null) {
            encryptor.endsAt(plain + size);
        }
        crc.reset();
        for (long left = size; left > 0; left -= ZEROS.length) {
            crc.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
        ZipHeader header = ZipHeader.known(PADDING, written, (int) crc.getValue(), size);
        emit(header.local());
        entries.add(header);
        padding = size;
        return sealedSize.of(plain + size);
    }

    private long paddingAfter(long plain) {
        long target = Padme.atLeast(sealedSize.of(Math.max(plain, least())));
        while (true) {
            OptionalLong size = sealedSize.plainOf(target);
            if (size.isPresent() && size.getAsLong() >= Math.max(plain, least())) {
                return size.getAsLong() - plain;
            }
            target = Padme.atLeast(target + 1); // the few sizes that no age file has
        }
    }

    /**
     * What is sealed here has two chunks at least: some of the first is sent on before its end is known, if it is long
     * enough, and nobody shall see from the size whether it was.
     */
    private long least() {
        return encryptor == null ? 0 : Math.max(encryptor.least(), SealedSize.CHUNK + 1L);
    }

    private void directory() throws IOException {
        long at = written;
        for (ZipHeader entry : entries) {
            emit(entry.directory());
        }
        emit(ZipHeader.end(entries, at, written - at));
    }

    private void emit(byte[] bytes) throws IOException {
        emit(bytes, 0, bytes.length);
    }

    private void emit(byte[] bytes, int offset, int length) throws IOException {
        if (written + length > TipBounds.CONTAINER) {
            throw new TipRefusedException(Reason.TOO_LARGE);
        }
        container.write(bytes, offset, length);
        written += length;
    }

    private void expect(boolean condition, String otherwise) {
        if (done || !condition) {
            throw new IllegalStateException(done ? "the container is finished" : otherwise);
        }
    }
}
