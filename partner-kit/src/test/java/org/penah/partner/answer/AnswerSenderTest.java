package org.penah.partner.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.Penah;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.rounds.RoundMonitor;

class AnswerSenderTest {

    @TempDir
    Path folder;

    @Test
    void an_answer_that_is_refused_holds_up_no_other() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            Home home = new Home(folder.resolve("partner"), folder.resolve("safe-house.json"));
            Profile profile = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.EDGE);
            penah.credentials(folder.resolve("safe-house.json"), "safe-house");
            AnswerLog book = new Inbox(home.inbox()).answers();
            List<UUID> alerts = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
            for (UUID id : alerts) {
                give(book, home, profile, id);
            }
            penah.status = 422;

            // When
            try (AnswerSender courier = new AnswerSender(
                    home, book, Clock.systemUTC(), new RoundMonitor(Clock.systemUTC()), Duration.ofMillis(100))) {
                // Then
                alerts.forEach(id -> await().until(() ->
                        penah.answers.stream().anyMatch(answer -> answer.body().contains(id.toString()))));
                assertThat(courier).isNotNull();
            }
        }
    }

    @Test
    void an_error_ends_no_rounds() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            Home home = new Home(folder.resolve("partner"), folder.resolve("safe-house.json"));
            Profile profile = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.EDGE);
            penah.credentials(folder.resolve("safe-house.json"), "safe-house");
            AnswerLog book = new Inbox(home.inbox()).answers();
            give(book, home, profile, UUID.randomUUID());
            AtomicInteger asked = new AtomicInteger();
            InstantSource clock = () -> {
                if (asked.getAndIncrement() == 0) {
                    throw new NoClassDefFoundError();
                }
                return Instant.now();
            };

            // When
            try (AnswerSender courier = new AnswerSender(
                    home,
                    book,
                    clock.withZone(ZoneOffset.UTC),
                    new RoundMonitor(Clock.systemUTC()),
                    Duration.ofMillis(100))) {
                // Then
                await().until(() -> book.waiting().isEmpty());
                assertThat(courier).isNotNull();
            }
        }
    }

    @Test
    void penahs_reply_that_an_answer_keeps_nobody_from_being_called_is_remembered() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            Home home = new Home(folder.resolve("partner"), folder.resolve("safe-house.json"));
            Profile profile = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.EDGE);
            penah.credentials(folder.resolve("safe-house.json"), "safe-house");
            Inbox inbox = new Inbox(home.inbox());
            byte[] sealed = Penah.seal(
                    Penah.alert(UUID.randomUUID(), 1, "Alert", "safe-house").replace("2026-11-25", "2099-11-25"),
                    profile.recipient());
            inbox.keep(Delivery.open(sealed, home.identity()).alerts().get(0), sealed);
            inbox.answers()
                    .give(inbox.alerts(home.identity(), Instant.now()).get(0).alert(), Action.CLAIM);
            penah.status = 202;

            // When
            try (AnswerSender courier = new AnswerSender(
                    home,
                    inbox.answers(),
                    Clock.systemUTC(),
                    new RoundMonitor(Clock.systemUTC()),
                    Duration.ofMillis(100))) {
                assertThat(courier).isNotNull();
                await().until(() -> inbox.answers().waiting().isEmpty());
            }

            // Then
            KeptAlert kept = inbox.alerts(home.identity(), Instant.now()).get(0);
            assertThat(kept.alert().isUncounted()).isTrue();
            assertThat(kept.waits()).isFalse();
        }
    }

    private static void give(AnswerLog book, Home home, Profile profile, UUID id) throws IOException {
        byte[] sealed = Penah.seal(Penah.alert(id, 1, "Alert", "safe-house"), profile.recipient());
        book.give(Delivery.open(sealed, home.identity()).alerts().get(0), Action.ACKNOWLEDGE);
    }
}
