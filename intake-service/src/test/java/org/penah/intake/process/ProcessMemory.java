package org.penah.intake.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All memory of a running process, read as somebody who seizes the machine would read it. */
final class ProcessMemory {

    private static final int PIECE = 1 << 22;

    /** As UTF-8 and Latin-1 have the letters of our canaries, and as a Java string has them beside others. */
    private static final List<Charset> FORMS = List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE);

    private final long pid;

    ProcessMemory(long pid) {
        this.pid = pid;
    }

    /** Whether this process may read it, which takes the right to trace it. */
    boolean isReadable() {
        try (RandomAccessFile memory = memory()) {
            return memory.getFD().valid();
        } catch (IOException refused) {
            return false;
        }
    }

    /**
     * Counts copies of each secret.
     *
     * @param secrets their spellings by name, each of five letters at least
     * @return copies by name, with the place where each lies
     */
    Map<String, Map<String, Integer>> copies(Map<String, List<String>> secrets) throws IOException {
        List<Spelling> spellings = secrets.entrySet().stream()
                .flatMap(secret -> secret.getValue().stream()
                        .flatMap(spelling ->
                                FORMS.stream().map(form -> new Spelling(secret.getKey(), spelling.getBytes(form)))))
                .toList();
        Map<Integer, List<Spelling>> byBeginning =
                spellings.stream().collect(Collectors.groupingBy(each -> beginning(each.bytes, 0)));
        BitSet begins = new BitSet();
        byBeginning.keySet().forEach(begins::set);
        int longest =
                spellings.stream().mapToInt(each -> each.bytes.length).max().orElseThrow();
        Map<String, Map<String, Integer>> found = new TreeMap<>();
        byte[] piece = new byte[PIECE];
        try (RandomAccessFile memory = memory()) {
            for (String map : Files.readAllLines(Path.of("/proc", Long.toString(pid), "maps"))) {
                Region region = Region.of(map);
                // Pieces overlap, so that nothing lies unseen across a border.
                for (long at = region.from; region.isReadable() && at < region.to; at += PIECE - longest) {
                    int length = read(memory, at, piece, (int) Math.min(PIECE, region.to - at));
                    for (Spelling copy : copies(piece, length, begins, byBeginning)) {
                        found.computeIfAbsent(copy.secret, first -> new TreeMap<>())
                                .merge(region.kind(), 1, Integer::sum);
                    }
                }
            }
        }
        return found;
    }

    private static List<Spelling> copies(
            byte[] piece, int length, BitSet begins, Map<Integer, List<Spelling>> byBeginning) {
        List<Spelling> copies = new ArrayList<>();
        for (int at = 0; at + 4 < length; at++) {
            int beginning = beginning(piece, at);
            if (begins.get(beginning)) {
                for (Spelling each : byBeginning.getOrDefault(beginning, List.of())) {
                    int end = at + each.bytes.length;
                    if (end <= length && Arrays.equals(piece, at, end, each.bytes, 0, each.bytes.length)) {
                        copies.add(each);
                    }
                }
            }
        }
        return copies;
    }

    /** Every other byte of the first five: letters, in either form. */
    private static int beginning(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 16) | ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 4] & 0xff);
    }

    private static final class Spelling {

        private final String secret;
        private final byte[] bytes;

        Spelling(String secret, byte[] bytes) {
            this.secret = secret;
            this.bytes = bytes;
        }
    }

    private RandomAccessFile memory() throws IOException {
        return new RandomAccessFile("/proc/" + pid + "/mem", "r");
    }

    /** What is not there, such as what a mapped file has no bytes for, is passed over. */
    private static int read(RandomAccessFile memory, long at, byte[] into, int length) throws IOException {
        memory.seek(at);
        int read = 0;
        try {
            for (int more = 0; more >= 0 && read < length; read += Math.max(0, more)) {
                more = memory.read(into, read, length - read);
            }
        } catch (IOException notThere) {
            return read;
        }
        return read;
    }

    /** One line of {@code /proc/PID/maps}. */
    private record Region(long from, long to, String rights, String name) {

        /** Below it lies the heap of a Java process with short references. */
        private static final long SHORT_REFERENCES = 1L << 35;

        static Region of(String line) {
            List<String> words = new ArrayList<>(List.of(line.split(" +", 6)));
            String[] range = words.get(0).split("-", -1);
            return new Region(
                    Long.parseUnsignedLong(range[0], 16),
                    Long.parseUnsignedLong(range[1], 16),
                    words.get(1),
                    words.size() > 5 ? words.get(5).strip() : "");
        }

        boolean isReadable() {
            return rights.startsWith("r") && !name.startsWith("[v");
        }

        String kind() {
            if (!name.isEmpty()) {
                return name.startsWith("[") ? name : "file";
            }
            return Long.compareUnsigned(from, SHORT_REFERENCES) < 0 ? "Java heap" : "native";
        }
    }
}
