package org.penah.sealing.tip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Holds what ZIP says about one entry, and the bytes in which it says it (PKWARE APPNOTE 6.3.10, sections 4.3.7 to
 * 4.3.16). Sizes fit 31 bits, so there is no ZIP64; there are no extra fields, comments or attributes, and times are
 * constant.
 */
public record ZipHeader(
        String name, int version, int flags, int method, int timeAndDate, int crc, long stored, long size, long at) {

    public static final int LOCAL = 0x04034b50;
    public static final int DESCRIPTOR = 0x08074b50;
    public static final int DIRECTORY = 0x02014b50;
    public static final int END = 0x06054b50;

    public static final int LOCAL_LENGTH = 30;
    public static final int DESCRIPTOR_LENGTH = 16;
    public static final int DIRECTORY_LENGTH = 46;
    public static final int END_LENGTH = 22;

    public static final int STORED = 0;
    public static final int DEFLATED = 8;
    public static final int HAS_DESCRIPTOR = 1 << 3;

    private static final int VERSION_2_0 = 20;
    private static final int FIRST_DAY_OF_1980 = 0x0021 << 16;

    /** An entry whose size is unknown until its last byte: CRC and sizes follow it in a descriptor. */
    public static ZipHeader streamed(String name, long at) {
        return new ZipHeader(name, VERSION_2_0, HAS_DESCRIPTOR, DEFLATED, FIRST_DAY_OF_1980, 0, 0, 0, at);
    }

    /** An entry whose size and CRC are known before its first byte. */
    public static ZipHeader known(String name, long at, int crc, long size) {
        return new ZipHeader(name, VERSION_2_0, 0, STORED, FIRST_DAY_OF_1980, crc, size, size, at);
    }

    /** Whether CRC and sizes stand in a descriptor behind the content. */
    public boolean hasDescriptor() {
        return (flags & HAS_DESCRIPTOR) != 0;
    }

    /** The same header with the values of the descriptor; sizes in bytes. */
    public ZipHeader measured(int crc, long stored, long size) {
        return new ZipHeader(name, version, flags, method, timeAndDate, crc, stored, size, at);
    }

    /** The header in front of the content (APPNOTE 4.3.7). */
    public byte[] local() {
        return putCommon(littleEndian(LOCAL_LENGTH + name.length()).putInt(LOCAL))
                .put(nameBytes())
                .array();
    }

    /** The descriptor behind the content (APPNOTE 4.3.9). */
    public byte[] descriptor() {
        return littleEndian(DESCRIPTOR_LENGTH)
                .putInt(DESCRIPTOR)
                .putInt(crc)
                .putInt((int) stored)
                .putInt((int) size)
                .array();
    }

    /** The entry of the central directory (APPNOTE 4.3.12). */
    public byte[] directory() {
        ByteBuffer header =
                littleEndian(DIRECTORY_LENGTH + name.length()).putInt(DIRECTORY).putShort((short) VERSION_2_0);
        return putCommon(header)
                .position(DIRECTORY_LENGTH - Integer.BYTES)
                .putInt((int) at)
                .put(nameBytes())
                .array();
    }

    /** The end record of a directory that starts at {@code at} and is {@code length} bytes long. */
    public static byte[] end(List<ZipHeader> entries, long at, long length) {
        return littleEndian(END_LENGTH)
                .putInt(END)
                .putInt(0)
                .putShort((short) entries.size())
                .putShort((short) entries.size())
                .putInt((int) length)
                .putInt((int) at)
                .putShort((short) 0)
                .array();
    }

    private ByteBuffer putCommon(ByteBuffer header) {
        return header.putShort((short) version)
                .putShort((short) flags)
                .putShort((short) method)
                .putInt(timeAndDate)
                .putInt(crc)
                .putInt((int) stored)
                .putInt((int) size)
                .putShort((short) name.length())
                .putShort((short) 0);
    }

    private byte[] nameBytes() {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
