package org.penah.intake.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.intake.LocalKeys;
import org.penah.intake.Multipart;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** Watches every system call by which bytes could reach a file while a large tip streams through the built service. */
class StraceIT {

    private static final int MEGABYTE = 1 << 20;
    private static final int MEGABYTES = 200;
    /** Enough of a leak to know it by. */
    private static final int MANY = 10;

    /** Repeated all through the file, so that the first bytes of any written piece show it. */
    private static final String CANARY = "heron-behind-the-mill ";

    private static final Pattern WRITTEN = Pattern.compile("\\d+ +p?write(?:64|v|v2)?\\(\\d+<(/[^>]*)>.*");
    private static final Pattern MOVED =
            Pattern.compile("\\d+ +(?:sendfile|copy_file_range|splice|vmsplice|memfd_create)\\(.*");
    private static final Pattern MAPPED = Pattern.compile("\\d+ +mmap\\(.*PROT_WRITE.*MAP_SHARED.*<(/[^>]*)>.*");
    private static final String CALLS = "trace=read,readv,recvfrom,write,writev,pwrite64,pwritev,pwritev2,sendfile,"
            + "copy_file_range,splice,vmsplice,memfd_create,mmap,open,openat,creat";

    @TempDir
    private Path folder;

    @Test
    void nothing_in_clear_is_written_to_any_file_while_200_megabytes_stream() throws Exception {
        // Given
        Path trace = folder.resolve("trace");
        List<String> strace =
                List.of("strace", "-f", "-qq", "--seccomp-bpf", "-y", "-s", "256", "-e", CALLS, "-o", trace.toString());
        assumeCanTrace();
        String answer;
        Path log;
        try (var intake = new IntakeProcess(strace, List.of("-Xmx256m", "-XX:-UsePerfData"), Map.of())) {
            log = intake.log();

            // When
            answer = send(intake);
        }

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 OK");
        assertThat(LocalKeys.blobs()).isDirectoryContaining(blob -> size(blob) > (long) MEGABYTES * MEGABYTE);
        Seen seen = Seen.in(trace);
        assertThat(seen.canaryRead).as("it was seen as it came in").isTrue();
        assertThat(seen.inClear).isEmpty();
        assertThat(seen.files)
                .as("files beside the blob and the log that were written to, with a name or without")
                .allMatch(file -> file.startsWith(LocalKeys.blobs() + "/") || file.equals(log.toString()));
        assertThat(seen.otherWays).as("other ways of bytes into a file").isEmpty();
        assertThat(log).content().doesNotContain(CANARY);
    }

    private static String send(IntakeProcess intake) throws IOException {
        String once = intake.once();
        byte[] head = new Multipart()
                .field("once", once)
                .field("danger", "none")
                .field("topic", "other")
                .field("message", CANARY)
                .file(CANARY + ".txt", "text/plain", new byte[0])
                .cutOff();
        // The file is open as long as nothing ends it: the line end behind its empty content is not sent.
        int begun = head.length - 2;
        byte[] piece = CANARY.repeat(MEGABYTE / CANARY.length()).getBytes(StandardCharsets.US_ASCII);
        byte[] tail = ("\r\n--" + Multipart.BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        int pieces = MEGABYTES + 1;
        try (Socket socket = new Socket("localhost", intake.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /en/tip HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                            + Multipart.TYPE + "\r\nContent-Length: "
                            + (begun + (long) pieces * piece.length + tail.length) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(head, 0, begun);
            for (int sent = 0; sent < pieces; sent++) {
                out.write(piece);
            }
            out.write(tail);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assumeCanTrace() {
        Command.Ended tried = Command.orSkip(
                        "strace", "-o", folder.resolve("tried").toString(), "true")
                .run();
        if (tried.exit() != 0) {
            Programs.skip("strace may not trace here: " + tried.text());
        }
    }

    /**
     * What a trace shows.
     *
     * @param canaryRead whether the canary came in
     * @param inClear writes of it to a file
     * @param files that were written to
     * @param otherWays calls that could bring bytes into a file unseen
     */
    private record Seen(boolean canaryRead, List<String> inClear, Set<String> files, List<String> otherWays) {

        static Seen in(Path trace) throws IOException {
            boolean canaryRead = false;
            List<String> inClear = new ArrayList<>();
            Set<String> files = new TreeSet<>();
            List<String> otherWays = new ArrayList<>();
            // Strings are escaped in it, so every byte is ASCII.
            try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.US_ASCII)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    boolean canary = line.contains(CANARY);
                    Matcher written = WRITTEN.matcher(line);
                    if (written.matches()) {
                        files.add(written.group(1));
                        if (canary && inClear.size() < MANY) {
                            inClear.add(line);
                        }
                    } else if (MOVED.matcher(line).matches()
                            || MAPPED.matcher(line).matches()
                            || line.contains("O_TMPFILE")) {
                        otherWays.add(line);
                    } else {
                        canaryRead |= canary;
                    }
                }
            }
            return new Seen(canaryRead, inClear, files, otherWays);
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
