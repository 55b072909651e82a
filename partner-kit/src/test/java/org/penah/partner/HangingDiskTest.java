package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.penah.partner.LocalReceiver.alert;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.attention.NudgeFile;
import org.penah.partner.attention.NudgeSender;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.page.PageServer;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.testbed.program.Command;

/** A disk that answers nothing, not even what is in a file: one in the inbox is a pipe that nobody writes to. */
class HangingDiskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RED = "This machine cannot keep alerts";

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();
    private volatile Duration later = Duration.ZERO;
    private final InstantSource clock = () -> LocalReceiver.NOW.plus(later);
    private final RoundMonitor rounds = new RoundMonitor(clock.withZone(ZoneOffset.UTC));
    private LocalReceiver partner;
    private AlertMonitor watch;
    private PageServer page;
    private Visitor visitor;

    @BeforeEach
    void an_alert_was_answered_and_somebody_is_at_the_page() throws Exception {
        partner = new LocalReceiver(folder);
        partner.start(Duration.ofMillis(100));
        partner.hears(alert(id));
        Inbox inbox = new Inbox(partner.home.inbox());
        inbox.answers().give(id, 1, Action.ACKNOWLEDGE);
        watch = new AlertMonitor(inbox, partner.identity, clock.withZone(ZoneOffset.UTC));
        page = new PageServer(0, partner.home.pageCode(), watch, inbox.answers(), partner.pulse(watch, rounds));
        visitor = Visitor.enter(page, partner.home.pageCode());
        assertThat(visitor.live()).contains(shortId()).doesNotContain(RED);
    }

    @AfterEach
    void stop() {
        page.close();
        partner.close();
    }

    @Test
    void the_page_answers_from_memory_in_red_and_the_nudge_rings_until_the_disk_answers() throws Exception {
        // When
        Path hanging = partner.home.inbox().resolve(UUID.randomUUID() + ".1.age");
        Command.of("sh", "-c", "mkfifo '" + hanging + "'").succeed();

        // Then
        Path rung = folder.resolve("rung");
        try {
            await().atMost(PATIENCE).until(() -> visitor.live().contains(RED));
            assertThat(visitor.live()).contains(shortId());
            later = Duration.ofMinutes(6);
            try (NudgeSender nudger = nudger("echo ring >> '" + rung + "'")) {
                await().atMost(PATIENCE).until(() -> Files.exists(rung) && Files.size(rung) > 0);
                assertThat(nudger).isNotNull();
            }
        } finally {
            // Who waits for it reads its end.
            try (OutputStream written = Files.newOutputStream(hanging, StandardOpenOption.WRITE)) {
                Files.delete(hanging);
                assertThat(written).isNotNull();
            }
        }
        await().atMost(PATIENCE).until(() -> !visitor.live().contains(RED));
        assertThat(rung).hasContent("ring");
    }

    @Test
    void a_press_that_the_disk_does_not_take_gets_a_plain_word_however_many_press_and_the_page_goes_on()
            throws Exception {
        // Given
        Matcher token = Pattern.compile("name=\"token\" value=\"([^\"]+)\"").matcher(visitor.live());
        assertThat(token.find()).isTrue();
        String press = "token=" + token.group(1) + "&id=" + id + "&seq=1&action=claim";

        // When
        try (SlowDisk slow = SlowDisk.begin(Duration.ofSeconds(30), folder)) {
            List<CompletableFuture<HttpResponse<String>>> pressed = Stream.generate(() -> visitor.send("answer", press))
                    .limit(40)
                    .toList();

            // Then
            assertThat(pressed).extracting(CompletableFuture::join).allSatisfy(said -> {
                assertThat(said.statusCode()).isEqualTo(503);
                assertThat(said.body()).contains("may not be kept", "Telephone Penah");
            });
            assertThat(visitor.live()).contains(shortId());
            assertThat(slow).isNotNull();
        }
        await().atMost(PATIENCE).until(() -> {
            try (Stream<Path> files = Files.list(partner.home.inbox())) {
                return files.noneMatch(file -> file.toString().endsWith(".part"));
            }
        });
        assertThat(visitor.live()).contains("We work on it now");
    }

    private NudgeSender nudger(String command) throws IOException {
        Path file = folder.resolve("nudge.json");
        Files.writeString(file, "{\"words\":\"Look now\",\"command\":[\"sh\",\"-c\",\"" + command + "\"]}");
        return new NudgeSender(
                NudgeFile.read(file),
                watch,
                watch::hangsSince,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                rounds);
    }

    private String shortId() {
        return id.toString().substring(0, 8);
    }
}
