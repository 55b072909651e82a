package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.intake.inbox.Returning;
import org.penah.sealing.receipt.Receipt;

/** Looks for what a source wrote in every file that was written meanwhile, temporary and unlinked ones included. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class CanaryTest {

    private static final int LARGEST_SEARCHED = 100_000_000;

    private final Source source = new Source();
    private final String canary = "heron-" + UUID.randomUUID();
    private final Returning returning = new Returning();
    private final Receipt receipt = returning.receipt();
    private final List<String> canaries = List.of(
            canary, receipt.toWords(), receipt.toDigits(), receipt.toDigits().replace(" ", ""));
    private final Instant begin = Instant.now().minusSeconds(1);

    @Test
    void nothing_in_clear_is_on_disk_while_a_tip_streams_and_after_it() throws IOException {
        // Given
        byte[] file = (canary + "\n").repeat(60_000).getBytes(StandardCharsets.UTF_8);
        byte[] body = new Multipart(receipt.toDigits())
                .field("once", source.once())
                .field("danger", "none")
                .field("topic", "other")
                .field("message", canary)
                .field("practice", receipt.toWords())
                .file(canary + ".txt", "text/plain", file)
                .whole();
        int half = body.length / 2;

        try (Socket socket = new Socket("localhost", Source.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /en/tip HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Multipart.TYPE
                            + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));

            // When
            out.write(body, 0, half);
            out.flush();
            await().until(() -> Source.blobs().stream().anyMatch(CanaryTest::isLargePart));
            List<Path> whileItStreams = holdingCanary();
            out.write(body, half, body.length - half);
            String answer = new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
            List<Path> afterIt = holdingCanary();

            // Then
            assertThat(answer).isEqualTo("HTTP/1.1 200 OK");
            assertThat(whileItStreams).isEmpty();
            assertThat(afterIt).isEmpty();
        }
    }

    @Test
    void nothing_in_clear_is_on_disk_when_its_source_has_come_back() throws IOException {
        // Given
        returning.staffReply(returning.sendTip(), canary);

        // When
        String page = returning.comeBack().body();

        // Then
        assertThat(page).contains(canary);
        assertThat(holdingCanary()).isEmpty();
    }

    private List<Path> holdingCanary() throws IOException {
        return written().stream().filter(this::holdsCanary).toList();
    }

    /** Files in the temporary directory (blobs, broker and those of libraries) and open ones without a name. */
    private List<Path> written() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(Path.of(System.getProperty("java.io.tmpdir")), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && (isNew(attributes) || file.startsWith(LocalKeys.blobs()))
                        && attributes.size() < LARGEST_SEARCHED) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException goneOrNotOurs) {
                return FileVisitResult.CONTINUE;
            }
        });
        Path open = Path.of("/proc/self/fd");
        if (Files.isDirectory(open)) {
            try (Stream<Path> descriptors = Files.list(open)) {
                descriptors
                        .filter(Files::isRegularFile)
                        .filter(CanaryTest::isUnlinked)
                        .forEach(files::add);
            }
        }
        return files;
    }

    private boolean isNew(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().isAfter(begin);
    }

    private static boolean isUnlinked(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().endsWith(" (deleted)");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static boolean isPart(Path file) {
        return file.toString().endsWith(".part");
    }

    private static boolean isLargePart(Path file) {
        try {
            return isPart(file) && Files.size(file) > 500_000;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private boolean holdsCanary(Path file) {
        try {
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return canaries.stream().anyMatch(content::contains);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }
}
