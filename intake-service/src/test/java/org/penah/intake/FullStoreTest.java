package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.testbed.disk.SmallDisk;

/** No room left, on a real file system; and more than anybody may send. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class FullStoreTest {

    private static final String CANARY = "The heron stands behind the mill.";
    private static final long GIGABYTE = 1L << 30;
    private static final int MEGABYTE = 1 << 20;

    private final Source source = new Source();
    private @Nullable SmallDisk small;

    @AfterEach
    void giveRoomAgain() {
        if (small != null) {
            small.close();
        }
    }

    @Test
    void what_the_server_seals_is_refused_with_its_text_and_nothing_is_kept() throws Exception {
        // Given
        Multipart form = form("server").field("message", CANARY).file("a.bin", "video/mp4", new byte[4 * MEGABYTE]);
        leaveRoom("1m");

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("Nothing was kept, and your text is still here", CANARY + "</textarea>");
        await().until(() -> Source.blobs().isEmpty());
    }

    @Test
    void what_was_sealed_on_a_device_is_refused_and_nothing_is_kept() throws Exception {
        // Given
        Multipart form = form("device").sealed(sealed(4 * MEGABYTE));
        leaveRoom("1m");

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("Something is broken on our side", "name=\"sealed\"");
        await().until(() -> Source.blobs().isEmpty());
    }

    @Test
    void what_comes_in_pieces_is_refused_and_nothing_is_kept() throws Exception {
        // Given
        byte[] tip = sealed(4 * MEGABYTE);
        String once = source.once();
        leaveRoom("1m");

        // When
        int said = 204;
        for (int at = 0; at < tip.length && said == 204; at += MEGABYTE) {
            said = source.send(HttpRequest.newBuilder(Source.address("/en/chunk"))
                            .header("Penah-Form", once)
                            .header("Penah-Upload", "u".repeat(43))
                            .header("Penah-Offset", Integer.toString(at))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(
                                    Arrays.copyOfRange(tip, at, Math.min(at + MEGABYTE, tip.length))))
                            .build())
                    .statusCode();
        }

        // Then: told at the chunk that failed, or that the upload is no longer here
        assertThat(said).isIn(507, 409);
        await().until(() -> Source.blobs().isEmpty());
    }

    @Test
    void what_is_left_of_the_disk_is_for_small_tips() throws Exception {
        // Given
        Multipart large = form("server").field("message", CANARY).file("a.bin", "video/mp4", new byte[4 * MEGABYTE]);
        leaveRoom("16m");

        // When
        HttpResponse<String> page = source.post(large);
        HttpResponse<String> danger = source.post(new Multipart()
                .field("once", source.once())
                .field("sealing", "server")
                .field("danger", "me")
                .field("soon", "hours")
                .field("alert", "yes")
                .field("topic", "threat")
                .field("message", CANARY)
                .file("a.jpg", "image/jpeg", new byte[MEGABYTE]));

        // Then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("we take only small tips now", CANARY + "</textarea>");
        assertThat(danger.body()).contains("<h1>Received</h1>");
    }

    @Test
    void a_gigabyte_is_not_read_to_its_end() throws IOException {
        for (String sealing : List.of("server", "device")) {
            // Given
            Multipart form = form(sealing);
            byte[] begin = (sealing.equals("server")
                            ? form.file("a.bin", "video/mp4", new byte[MEGABYTE])
                            : form.sealed(sealed(MEGABYTE)))
                    .cutOff();
            try (Socket socket = new Socket("localhost", Source.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST /en/tip HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Multipart.TYPE
                                + "\r\nContent-Length: " + GIGABYTE + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));

                // When
                out.write(begin);
                out.flush();

                // Then: a page, and the end of the connection, though all but a megabyte is still to come
                InputStream in = socket.getInputStream();
                String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 413").contains("over the limit");
            }
        }
    }

    private Multipart form(String sealing) {
        return new Multipart()
                .field("once", source.once())
                .field("sealing", sealing)
                .field("danger", "none")
                .field("topic", "corruption");
    }

    private static byte[] sealed(int size) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AgeEncryptor age = AgeEncryptor.start(List.of(LocalKeys.recipient("general")), file)) {
            age.write(new byte[size]);
            age.finish();
        }
        return file.toByteArray();
    }

    /** A small file system in front of the store's own. */
    private void leaveRoom(String size) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Source.blobs().stream()
                        .noneMatch(blob -> blob.toString().endsWith(".part")));
        small = SmallDisk.over(LocalKeys.blobs(), size).orSkip();
    }
}
