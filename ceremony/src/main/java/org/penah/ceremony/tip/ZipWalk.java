package org.penah.ceremony.tip;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.penah.sealing.tip.TipBounds;
import org.penah.sealing.tip.TipFile;
import org.penah.sealing.tip.TipRefusedException;
import org.penah.sealing.tip.TipRefusedException.Reason;
import org.penah.sealing.tip.ZipHeader;

/**
 * Reads a ZIP once and strictly, from its first byte to its last. Every byte must be where it is expected: no gap, no
 * extra field, no comment, no attribute, and a directory that repeats the entries exactly. Entries are stored, or deflated
 * in stored blocks only, so nothing can grow: there is no inflater that a bomb could feed on.
 */
final class ZipWalk {

    /** Decides, before an entry's first byte, where its bytes go; refuses a name that has no place. */
    interface Target {
        OutputStream open(String name) throws IOException;
    }

    private static final int LONGEST_NAME = TipFile.entryOf(TipBounds.FILES).length();
    private static final int MOST_ENTRIES = TipBounds.FILES + 2;
    /** The descriptor bit; two that hint at a compression level; one that says UTF-8. The last three change nothing. */
    private static final int KNOWN_FLAGS = ZipHeader.HAS_DESCRIPTOR | 1 << 1 | 1 << 2 | 1 << 11;

    private final InputStream in;
    private final Target target;
    private final List<ZipHeader> entries = new ArrayList<>();
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[8 * 1024];
    private long read;

    ZipWalk(InputStream in, Target target) {
        this.in = in;
        this.target = target;
    }

    /** Walks to the end of the stream and returns the entries in their order. */
    List<ZipHeader> walk() throws IOException {
        int signature = take(Integer.BYTES).getInt();
        if (signature != ZipHeader.LOCAL) {
            throw new TipRefusedException(Reason.NOT_A_TIP);
        }
        while (signature == ZipHeader.LOCAL) {
            if (entries.size() == MOST_ENTRIES) {
                throw new TipRefusedException(Reason.TOO_MANY_ENTRIES);
            }
            entries.add(entry());
            signature = take(Integer.BYTES).getInt();
        }
        directory(signature);
        if (in.read() != -1) {
            throw new TipRefusedException(Reason.TRAILING_BYTES);
        }
        return entries;
    }

    private ZipHeader entry() throws IOException {
        long at = read - Integer.BYTES;
        ZipHeader claimed = localHeader(at);
        try (OutputStream out = target.open(claimed.name())) {
            crc.reset();
            long start = read;
            long size = claimed.method() == ZipHeader.STORED ? copy(claimed.size(), out) : blocks(out);
            ZipHeader measured = claimed.measured((int) crc.getValue(), read - start, size);
            if (claimed.hasDescriptor()) {
                compareDescriptor(measured);
            } else {
                compare(claimed, measured);
            }
            return measured;
        }
    }

    private ZipHeader localHeader(long at) throws IOException {
        ByteBuffer header = take(ZipHeader.LOCAL_LENGTH - Integer.BYTES);
        int version = header.getShort();
        int flags = header.getShort();
        int method = header.getShort();
        int timeAndDate = header.getInt();
        int crcClaimed = header.getInt();
        long stored = Integer.toUnsignedLong(header.getInt());
        long size = Integer.toUnsignedLong(header.getInt());
        int nameLength = Short.toUnsignedInt(header.getShort());
        int extraLength = Short.toUnsignedInt(header.getShort());
        boolean streamed = method == ZipHeader.DEFLATED && (flags & ZipHeader.HAS_DESCRIPTOR) != 0;
        boolean known = method == ZipHeader.STORED && (flags & ZipHeader.HAS_DESCRIPTOR) == 0;
        if (!(streamed || known) || (flags & ~KNOWN_FLAGS) != 0 || version > 20 || version < 0 || extraLength != 0) {
            throw new TipRefusedException(Reason.ENCODING);
        }
        if (streamed && (crcClaimed != 0 || stored != 0 || size != 0)) {
            throw new TipRefusedException(Reason.SIZE);
        }
        if (nameLength > LONGEST_NAME) {
            throw new TipRefusedException(Reason.ENTRY_NAME);
        }
        String name = StandardCharsets.ISO_8859_1.decode(take(nameLength)).toString();
        return new ZipHeader(name, version, flags, method, timeAndDate, crcClaimed, stored, size, at);
    }

    private static void compare(ZipHeader claimed, ZipHeader measured) throws TipRefusedException {
        if (claimed.stored() != measured.stored() || claimed.size() != measured.size()) {
            throw new TipRefusedException(Reason.SIZE);
        }
        if (claimed.crc() != measured.crc()) {
            throw new TipRefusedException(Reason.CHECKSUM);
        }
    }

    private void compareDescriptor(ZipHeader measured) throws IOException {
        ByteBuffer descriptor = take(ZipHeader.DESCRIPTOR_LENGTH);
        if (descriptor.getInt() != ZipHeader.DESCRIPTOR) {
            throw new TipRefusedException(Reason.ENCODING);
        }
        compare(
                measured.measured(
                        descriptor.getInt(),
                        Integer.toUnsignedLong(descriptor.getInt()),
                        Integer.toUnsignedLong(descriptor.getInt())),
                measured);
    }

    /** The stored blocks of a deflate stream (RFC 1951, section 3.2.4), whose unused bits must be zero. */
    private long blocks(OutputStream out) throws IOException {
        long size = 0;
        int last = 0;
        while (last == 0) {
            ByteBuffer header = take(5);
            last = header.get();
            int length = Short.toUnsignedInt(header.getShort());
            int complement = Short.toUnsignedInt(header.getShort());
            if ((last != 0 && last != 1) || complement != (~length & 0xffff)) {
                throw new TipRefusedException(Reason.ENCODING);
            }
            size += copy(length, out);
        }
        return size;
    }

    private void directory(int firstSignature) throws IOException {
        long at = read - Integer.BYTES;
        int signature = firstSignature;
        for (ZipHeader entry : entries) {
            if (signature != ZipHeader.DIRECTORY) {
                throw new TipRefusedException(Reason.DIRECTORY);
            }
            compareDirectory(entry);
            signature = take(Integer.BYTES).getInt();
        }
        long length = read - Integer.BYTES - at;
        ByteBuffer end = ByteBuffer.wrap(ZipHeader.end(entries, at, length)).position(Integer.BYTES);
        if (signature != ZipHeader.END || !take(end.remaining()).equals(end)) {
            throw new TipRefusedException(Reason.DIRECTORY);
        }
    }

    private void compareDirectory(ZipHeader entry) throws IOException {
        byte[] expected = entry.directory();
        ByteBuffer found = take(expected.length - Integer.BYTES);
        int externalAttributes = found.getInt(38 - Integer.BYTES);
        if (externalAttributes != 0) {
            throw new TipRefusedException(Reason.NOT_PLAIN_FILE);
        }
        // The two bytes after the signature say who made the entry; the rest must repeat what the walk has seen.
        ByteBuffer rest = ByteBuffer.wrap(expected).position(Integer.BYTES + Short.BYTES);
        if (!found.position(Short.BYTES).equals(rest)) {
            throw new TipRefusedException(Reason.DIRECTORY);
        }
    }

    private long copy(long length, OutputStream out) throws IOException {
        long left = length;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            advance(count);
            crc.update(buffer, 0, count);
            out.write(buffer, 0, count);
            left -= count;
        }
        return length;
    }

    /** The next few bytes, valid until the next call. */
    private ByteBuffer take(int length) throws IOException {
        advance(in.readNBytes(buffer, 0, length) < length ? -1 : length);
        return ByteBuffer.wrap(buffer, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void advance(int count) throws TipRefusedException {
        if (count < 0) {
            throw new TipRefusedException(Reason.TRUNCATED);
        }
        read += count;
        if (read > TipBounds.CONTAINER) {
            throw new TipRefusedException(Reason.TOO_LARGE);
        }
    }
}
