package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.penah.partner.LocalReceiver.alert;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.partner.answer.AnswerSender;
import org.penah.partner.answer.DetailsFetcher;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.attention.NudgeFile;
import org.penah.partner.attention.NudgeSender;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.page.PageServer;
import org.penah.partner.receive.ConnectionStatus;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.partner.rounds.RoundMonitor.Work;

/** Rounds that hang or fail, while Penah's beats come in time. */
class StuckRoundsTest {

    private static final Duration QUICK = Duration.ofMillis(20);
    private static final String RED = "Part of this program has not worked since Nov 24, 2026";
    private static final Map<Work, String> SAID = Map.of(
            Work.NUDGES, "People who are not at this page may get no call.",
            Work.ANSWERS, "What you press may not reach Penah: telephone them.",
            Work.DETAILS, "Details are not fetched.");

    @TempDir
    Path folder;

    private final PrintStream screen = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Duration passed = Duration.ZERO;
    private final Clock clock = ((InstantSource) () -> LocalReceiver.NOW.plus(passed)).withZone(ZoneOffset.UTC);
    private final RoundMonitor rounds = new RoundMonitor(clock, () -> passed.toNanos());
    private LocalReceiver partner;
    private Inbox inbox;
    private AlertMonitor watch;
    private Supplier<ConnectionStatus> pulse;
    private PageServer page;
    private Visitor visitor;

    @BeforeEach
    void somebody_is_at_the_page_and_penah_is_heard() throws Exception {
        partner = new LocalReceiver(folder);
        partner.start(Duration.ofMillis(100));
        UUID id = UUID.randomUUID();
        partner.hears(alert(id));
        inbox = new Inbox(partner.home.inbox());
        inbox.answers().give(id, 1, Action.ACKNOWLEDGE);
        watch = new AlertMonitor(inbox, partner.identity, clock);
        pulse = partner.pulse(watch, rounds);
        page = new PageServer(0, partner.home.pageCode(), watch, inbox.answers(), pulse);
        visitor = Visitor.enter(page, partner.home.pageCode());
    }

    @AfterEach
    void stop() {
        released.countDown();
        page.close();
        partner.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_round_that_hangs_makes_the_page_red_until_it_ends(Work work) throws Exception {
        // Given
        CountDownLatch hangs = new CountDownLatch(1);
        try (AutoCloseable rounds = begin(work, () -> hang(hangs))) {
            assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(rounds).isNotNull();
            assertThat(visitor.live()).contains("Penah is there.").doesNotContain(RED);

            // When
            passed = Duration.ofHours(1);

            // Then
            assertThat(visitor.live())
                    .contains("Penah is there.", RED, SAID.get(work))
                    .contains("data-title=\"(!) ");

            // When
            released.countDown();

            // Then
            await().until(() -> !visitor.live().contains(RED));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rounds_that_only_fail_make_the_page_red(Work work) throws Exception {
        // Given
        CountDownLatch failed = new CountDownLatch(3);
        try (AutoCloseable rounds = begin(work, () -> {
            failed.countDown();
            throw new NoClassDefFoundError();
        })) {
            // When
            passed = Duration.ofHours(1);
            assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();

            // Then
            assertThat(rounds).isNotNull();
            assertThat(visitor.live()).contains(RED, SAID.get(work));
        }
    }

    @Test
    void penah_that_takes_no_answer_makes_no_round_late() throws Exception {
        // Given
        passed = Duration.ofHours(1);
        partner.penah.status = 503;

        // When
        try (AnswerSender courier = new AnswerSender(partner.home, inbox.answers(), clock, rounds, QUICK)) {
            passed = passed.plus(Duration.ofHours(1));

            // Then
            await().until(() -> !visitor.live().contains(RED));
            assertThat(courier).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWERS", "DETAILS"})
    void other_rounds_that_hang_ring(Work work) throws Exception {
        // Given
        Path rung = folder.resolve("rung");
        CountDownLatch hangs = new CountDownLatch(1);
        try (AutoCloseable hanging = begin(work, () -> hang(hangs));
                AutoCloseable nudger = nudger(() -> pulse.get().unwellSince(), "echo ring >> '" + rung + "'")) {
            assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();

            // When
            passed = Duration.ofHours(1);

            // Then
            await().until(() -> Files.exists(rung) && Files.size(rung) > 0);
            assertThat(List.of(hanging, nudger)).doesNotContainNull();
        }
    }

    @Test
    void nudges_that_are_sent_again_do_not_ring_because_they_were_not() {
        // Given
        rounds.expect(Work.NUDGES, Duration.ofSeconds(1), Duration.ZERO);

        // When
        passed = Duration.ofHours(1);

        // Then
        assertThat(pulse.get().late()).hasSize(1);
        assertThat(pulse.get().unwellSince()).isNull();
    }

    /** Begins rounds that do this as a part of each. */
    private AutoCloseable begin(Work work, Runnable part) throws IOException {
        Clock asked = ((InstantSource) () -> {
                    part.run();
                    return clock.instant();
                })
                .withZone(ZoneOffset.UTC);
        return switch (work) {
            case NUDGES ->
                nudger(
                        () -> {
                            part.run();
                            return null;
                        },
                        "true");
            case ANSWERS -> new AnswerSender(partner.home, inbox.answers(), asked, rounds, QUICK);
            case DETAILS ->
                new DetailsFetcher(
                        partner.home,
                        () -> {
                            part.run();
                            return List.of();
                        },
                        clock,
                        screen,
                        rounds,
                        QUICK,
                        Duration.ofMillis(1));
        };
    }

    private NudgeSender nudger(Supplier<@Nullable Instant> unwellSince, String command) throws IOException {
        Path file = folder.resolve("nudge.json");
        Files.writeString(file, "{\"words\":\"Look now\",\"command\":[\"sh\",\"-c\",\"" + command + "\"]}");
        return new NudgeSender(NudgeFile.read(file), watch, unwellSince, screen, rounds);
    }

    private void hang(CountDownLatch hangs) {
        hangs.countDown();
        try {
            released.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
