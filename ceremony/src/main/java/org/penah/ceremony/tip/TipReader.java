package org.penah.ceremony.tip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.tip.TipBounds;
import org.penah.sealing.tip.TipContent;
import org.penah.sealing.tip.TipFile;
import org.penah.sealing.tip.TipRefusedException;
import org.penah.sealing.tip.TipRefusedException.Reason;
import org.penah.sealing.tip.ZipHeader;

/**
 * Reads a tip's container: files in order, {@code tip.json} anywhere before {@code padding}, and {@code padding} last.
 *
 * <p>Memory stays below 2 MiB whatever the container says. A container is judged to its last byte before any of it is
 * given out, which is why {@link #extract} wants to open the source twice.
 */
public final class TipReader {

    /** Opens the plain container from its first byte. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Says where a file's bytes go. */
    @FunctionalInterface
    public interface FileSink {
        OutputStream open(TipFile file) throws IOException;
    }

    private static final String TIP_JSON = "tip.json";
    private static final String PADDING = "padding";

    private final List<TipFile> listed;
    private final @Nullable FileSink sink;
    private final Set<String> seen = new HashSet<>();
    private final BoundedJson json = new BoundedJson();
    private int files;

    private TipReader(List<TipFile> listed, @Nullable FileSink sink) {
        this.listed = listed;
        this.sink = sink;
    }

    /**
     * Reads to the end, gives nothing out but what {@code tip.json} says.
     *
     * @throws TipRefusedException if the container is not exactly as a tip's has to be
     */
    public static TipContent check(InputStream plain) throws IOException {
        return new TipReader(List.of(), null).read(plain);
    }

    /**
     * Checks the whole container, then reads it again and gives out its files.
     *
     * @throws TipRefusedException before anything is given out; or in the second reading, if the source changed
     */
    public static TipContent extract(Source source, FileSink sink) throws IOException {
        TipContent content;
        try (InputStream first = source.open()) {
            content = check(first);
        }
        try (InputStream second = source.open()) {
            if (!new TipReader(content.files(), sink).read(second).equals(content)) {
                throw new TipRefusedException(Reason.CONTENT);
            }
        }
        return content;
    }

    private TipContent read(InputStream plain) throws IOException {
        List<ZipHeader> entries = new ZipWalk(plain, this::place).walk();
        if (!seen.contains(TIP_JSON) || !seen.contains(PADDING)) {
            throw new TipRefusedException(Reason.MISSING_ENTRY);
        }
        TipContent content = TipJsonReader.read(json.bytes.toByteArray());
        List<Long> sizes = entries.stream()
                .filter(entry -> entry.name().startsWith(TipFile.ENTRY_PREFIX))
                .map(ZipHeader::size)
                .toList();
        if (content.files().size() != files) {
            throw new TipRefusedException(Reason.MISSING_ENTRY);
        }
        if (!content.files().stream().map(TipFile::size).toList().equals(sizes)) {
            throw new TipRefusedException(Reason.SIZE);
        }
        return content;
    }

    private OutputStream place(String name) throws IOException {
        if (!seen.add(name)) {
            throw new TipRefusedException(Reason.DUPLICATE_ENTRY);
        }
        if (name.equals(PADDING)) {
            return OutputStream.nullOutputStream();
        }
        if (seen.contains(PADDING)) {
            throw new TipRefusedException(Reason.ENTRY_NAME);
        }
        return name.equals(TIP_JSON) ? json : nextFile(name);
    }

    private OutputStream nextFile(String name) throws IOException {
        if (!name.equals(TipFile.entryOf(files + 1))) {
            throw new TipRefusedException(Reason.ENTRY_NAME);
        }
        files++;
        if (sink == null) {
            return OutputStream.nullOutputStream();
        }
        if (files > listed.size()) {
            throw new TipRefusedException(Reason.CONTENT);
        }
        return sink.open(listed.get(files - 1));
    }

    private static final class BoundedJson extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] more, int offset, int length) throws IOException {
            if (length > TipBounds.JSON - bytes.size()) {
                throw new TipRefusedException(Reason.CONTENT);
            }
            bytes.write(more, offset, length);
        }
    }
}
