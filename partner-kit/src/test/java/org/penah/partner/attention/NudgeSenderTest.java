package org.penah.partner.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.partner.Penah;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.sealing.age.HybridIdentity;

class NudgeSenderTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private Duration later = Duration.ZERO;
    /** The grace period is over for alerts that have just come. */
    private final InstantSource clock = () -> Instant.now().plusSeconds(60).plus(later);

    private HybridIdentity identity;
    private AlertMonitor watch;

    @BeforeEach
    void an_alert_lies_there() throws IOException {
        Home home = new Home(folder.resolve("partner"));
        Profile profile = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.EDGE);
        identity = home.identity();
        Inbox inbox = new Inbox(home.inbox());
        byte[] sealed = Penah.seal(
                Penah.alert(UUID.randomUUID(), 1, "Alert", "safe-house").replace("2026-11-25", "2099-11-25"),
                profile.recipient());
        inbox.keep(Delivery.open(sealed, identity).alerts().get(0), sealed);
        watch = new AlertMonitor(inbox, identity, clock.withZone(ZoneOffset.UTC));
    }

    @AfterEach
    void forget() {
        identity.destroy();
    }

    @Test
    void an_alert_that_nobody_looks_at_rings_once() throws Exception {
        Path rung = folder.resolve("rung");
        try (NudgeSender nudger = nudger("echo ring >> '" + rung + "'")) {
            await().until(() -> Files.exists(rung) && Files.size(rung) > 0);
            assertThat(nudger).isNotNull();
        }
        assertThat(rung).hasContent("ring");
    }

    @Test
    void silence_rings_though_the_inbox_cannot_be_read() throws Exception {
        // Given
        Path rung = folder.resolve("rung");
        Path file = nudgeFile("echo ring >> '" + rung + "'");
        Files.write(folder.resolve("partner/inbox/state.age"), new byte[10]);

        // When
        try (NudgeSender nudger = new NudgeSender(
                NudgeFile.read(file),
                watch,
                () -> Instant.now().minusSeconds(600),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                new RoundMonitor(Clock.systemUTC()))) {
            await().until(() -> Files.exists(rung) && Files.size(rung) > 0);
            assertThat(nudger).isNotNull();
        }

        // Then
        assertThat(rung).hasContent("ring");
    }

    static Stream<Throwable> faults() {
        return Stream.of(new IllegalStateException(), new NoClassDefFoundError());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_of_ours_ends_no_rounds(Throwable fault) throws Exception {
        // Given
        Path rung = folder.resolve("rung");
        AtomicInteger asked = new AtomicInteger();
        Path file = nudgeFile("echo ring >> '" + rung + "'");

        // When
        try (NudgeSender nudger = new NudgeSender(
                NudgeFile.read(file),
                watch,
                () -> {
                    if (asked.getAndIncrement() > 0) {
                        return null;
                    }
                    if (fault instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) fault;
                },
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                new RoundMonitor(Clock.systemUTC()))) {
            await().until(() -> Files.exists(rung) && Files.size(rung) > 0);
            assertThat(nudger).isNotNull();
        }

        // Then
        assertThat(said()).containsOnlyOnce("NUDGES FAIL: " + fault.getClass().getName() + ".");
    }

    @Test
    void a_file_that_cannot_be_opened_hides_no_other_alert() throws Exception {
        // When
        Files.write(folder.resolve("partner/inbox").resolve(UUID.randomUUID() + ".1.age"), new byte[100]);

        // Then
        assertThat(watch.alerts()).hasSize(1);
    }

    @Test
    void a_bell_that_fails_is_tried_three_times_and_said() throws Exception {
        try (NudgeSender nudger = nudger("exit 7")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> said().contains("3 of 3"));
            assertThat(nudger).isNotNull();
        }
        assertThat(said()).contains("NUDGE FAILED (1 of 3): the command ended with 7.");
    }

    @Test
    void what_somebody_looks_at_needs_nobody() throws Exception {
        // Given
        List<KeptAlert> unseen = watch.unseen(watch.alerts());
        assertThat(unseen).hasSize(1);

        // When
        watch.looked(Set.of(unseen.get(0).key()));

        // Then
        assertThat(watch.unseen(watch.alerts())).isEmpty();
    }

    @Test
    void an_alert_that_somebody_looked_at_and_nobody_answers_calls_again() throws Exception {
        // Given
        List<KeptAlert> unseen = watch.unseen(watch.alerts());
        watch.looked(Set.of(unseen.get(0).key()));
        assertThat(watch.unseen(watch.alerts())).isEmpty();

        // When
        later = Duration.ofMinutes(15).plusSeconds(1);

        // Then
        assertThat(watch.unseen(watch.alerts())).hasSize(1);
    }

    private NudgeSender nudger(String script) throws IOException {
        return new NudgeSender(
                NudgeFile.read(nudgeFile(script)),
                watch,
                () -> null,
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                new RoundMonitor(Clock.systemUTC()));
    }

    private Path nudgeFile(String script) throws IOException {
        Path file = folder.resolve("nudge.json");
        Files.writeString(file, "{\"command\":[\"sh\",\"-c\",\"" + script + "\"]}");
        return file;
    }

    private String said() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}
