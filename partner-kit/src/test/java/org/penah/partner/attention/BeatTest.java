package org.penah.partner.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.testbed.program.Programs;

/** What leaves on the beat, byte for byte, with need and without. */
class BeatTest {

    private static final Duration BEAT = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final AtomicReference<@Nullable Instant> silentSince = new AtomicReference<>();
    private HybridIdentity identity;
    private AlertMonitor watch;

    @BeforeEach
    void open() throws IOException {
        Home home = new Home(folder.resolve("partner"));
        home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS);
        identity = home.identity();
        watch = new AlertMonitor(new Inbox(home.inbox()), identity, Clock.systemUTC());
    }

    @AfterEach
    void forget() {
        identity.destroy();
    }

    @Test
    void ntfy_as_the_guide_has_it_gets_as_many_bytes_at_each_beat() throws Exception {
        Programs.orSkip("curl");
        try (Ntfy ntfy = new Ntfy()) {
            isTheSameAlways(
                    example("ntfy.safe-house.example").replace("https://ntfy.safe-house.example", ntfy.address()),
                    ntfy.requests);
            assertThat(ntfy.requests)
                    .anyMatch(request -> request.contains("Priority: 5") && request.endsWith("Look now"))
                    .anyMatch(request -> request.contains("Priority: 1") && request.endsWith("All well"))
                    .allMatch(request -> request.startsWith("POST /a-long-random-topic HTTP/1.1"));
        }
    }

    @Test
    void a_gateway_gets_as_many_bytes_at_each_beat() throws Exception {
        try (Ntfy gateway = new Ntfy()) {
            isTheSameAlways(
                    "{\"words\":\"Look now\",\"calm\":\"All well\",\"everySeconds\":60,\"gateway\":\""
                            + gateway.address() + "/ring\"}",
                    gateway.requests);
        }
    }

    @Test
    void sendmail_as_the_guide_has_it_gets_as_many_bytes_at_each_beat() throws Exception {
        Path mails = Files.createDirectory(folder.resolve("mails"));
        Path sendmail = folder.resolve("sendmail");
        Files.writeString(
                sendmail,
                "(echo \"$@\"; cat) > '%s'/$$.part; mv '%s'/$$.part '%s'/$$.mail".formatted(mails, mails, mails));
        List<String> sent = new CopyOnWriteArrayList<>();
        isTheSameAlways(example("/usr/sbin/sendmail").replace("/usr/sbin/sendmail", "sh " + sendmail), sent, () -> {
            try (var files = Files.newDirectoryStream(mails, "*.mail")) {
                for (Path mail : files) {
                    sent.add(Files.readString(mail));
                    Files.delete(mail);
                }
            }
        });
        assertThat(sent)
                .anyMatch(mail -> mail.contains("\nSubject: Look now\n"))
                .anyMatch(mail -> mail.contains("\nSubject: All well\n"))
                .allMatch(mail -> mail.startsWith("-i -f nudge@safe-house.example duty@safe-house.example\nFrom: "));
    }

    @Test
    void what_cannot_be_looked_up_is_a_reason_to_look() throws Exception {
        // Given
        Files.write(folder.resolve("partner/inbox/state.age"), new byte[10]);

        // When
        Path said = folder.resolve("said");
        try (NudgeSender nudger = sender("{\"words\":\"Look now\",\"calm\":\"All well\",\"everySeconds\":60,"
                + "\"command\":[\"sh\",\"-c\",\"cat >> '" + said + "'\"]}")) {
            await().atMost(PATIENCE).until(() -> Files.exists(said) && Files.size(said) > 0);
            assertThat(nudger).isNotNull();
        }

        // Then
        assertThat(Files.readString(said)).startsWith("Look now").doesNotContain("All well");
    }

    @Test
    void what_there_is_to_look_up_moves_no_moment() throws Exception {
        try (Ntfy gateway = new Ntfy()) {
            // Given
            List<Long> lookups = new CopyOnWriteArrayList<>();
            Duration hold = Duration.ofSeconds(2);
            Supplier<@Nullable Instant> lookup = () -> {
                lookups.add(System.nanoTime());
                return silentSince.get();
            };
            String file = "{\"words\":\"Look now\",\"calm\":\"All well\",\"everySeconds\":60,\"gateway\":\""
                    + gateway.address() + "\"}";

            // When
            try (NudgeSender nudger = sender(file, lookup, hold)) {
                comes(gateway.requests, () -> {}, "All well");
                silentSince.set(Instant.EPOCH);
                comes(gateway.requests, () -> {}, "Look now");
                assertThat(nudger).isNotNull();
            }

            // Then each waited for its moment, which was fixed before the look
            for (int i = 0; i < gateway.requests.size(); i++) {
                assertThat(Duration.ofNanos(gateway.arrivals.get(i) - lookups.get(i)))
                        .isGreaterThan(hold.dividedBy(2));
            }
        }
    }

    private void isTheSameAlways(String nudgeFile, List<String> sent) throws Exception {
        isTheSameAlways(nudgeFile, sent, () -> {});
    }

    private interface Collecting {
        void collect() throws IOException;
    }

    /** Some beats in calm, some in need, some in calm again. */
    private void isTheSameAlways(String nudgeFile, List<String> sent, Collecting collecting) throws Exception {
        long begun = System.nanoTime();
        try (NudgeSender nudger = sender(nudgeFile)) {
            comes(sent, collecting, "All well");
            silentSince.set(Instant.EPOCH);
            comes(sent, collecting, "Look now");
            comes(sent, collecting, "Look now");
            silentSince.set(null);
            comes(sent, collecting, "All well");
            assertThat(nudger).isNotNull();
        }
        long beats = Duration.ofNanos(System.nanoTime() - begun).dividedBy(BEAT) + 1;
        assertThat(sent).extracting(String::length).containsOnly(sent.get(0).length());
        assertThat(sent).as("as many as there are beats").hasSizeBetween(4, (int) beats);
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void comes(List<String> sent, Collecting collecting, String words) {
        int before = sent.size();
        await().atMost(PATIENCE).until(() -> {
            collecting.collect();
            return sent.subList(before, sent.size()).stream().anyMatch(each -> each.contains(words));
        });
    }

    private NudgeSender sender(String nudgeFile) throws IOException {
        return sender(nudgeFile, silentSince::get, Duration.ofMillis(100));
    }

    private NudgeSender sender(String nudgeFile, Supplier<@Nullable Instant> silent, Duration hold) throws IOException {
        Path file = folder.resolve("nudge.json");
        Files.writeString(file, nudgeFile);
        return new NudgeSender(
                NudgeFile.read(file),
                watch,
                silent,
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                new RoundMonitor(Clock.systemUTC()),
                BEAT,
                hold);
    }

    /** The guide's file that names this. */
    private static String example(String names) throws IOException {
        return Pattern.compile("```json\n(\\{.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/partners.md")))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(names))
                .findFirst()
                .orElseThrow();
    }

    /** Records each request as it comes over the wire. */
    private static final class Ntfy implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final List<Long> arrivals = new CopyOnWriteArrayList<>();
        private final List<String> requests = new CopyOnWriteArrayList<>();

        Ntfy() throws IOException {
            Thread thread = new Thread(this::serve, "ntfy");
            thread.setDaemon(true);
            thread.start();
        }

        String address() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    long arrived = System.nanoTime();
                    InputStream in = client.getInputStream();
                    ByteArrayOutputStream request = new ByteArrayOutputStream();
                    while (!request.toString(StandardCharsets.UTF_8).matches("(?s).*\r\n\r\n.{8}")) {
                        int next = in.read();
                        if (next < 0) {
                            break;
                        }
                        request.write(next);
                    }
                    arrivals.add(arrived);
                    requests.add(request.toString(StandardCharsets.UTF_8));
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                    // The next one comes, or the test is over.
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
