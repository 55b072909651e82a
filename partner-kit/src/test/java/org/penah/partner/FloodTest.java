package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;

/** What is left on the disk after more alerts than anybody can read. */
class FloodTest {

    private static final int IN_A_STATE = 10;

    @TempDir
    Path folder;

    private LocalReceiver partner;

    @BeforeEach
    void start() throws Exception {
        partner = new LocalReceiver(folder);
        partner.start(Duration.ZERO);
    }

    @AfterEach
    void stop() {
        partner.close();
    }

    @Test
    void a_flood_cannot_fill_the_disk_and_takes_nothing_away_that_counts() throws Exception {
        // Given an alert of the flood that somebody here has answered
        UUID answered = UUID.randomUUID();
        assertThat(hears(ofFlood(answered))).isEqualTo(200);
        new Inbox(partner.home.inbox()).answers().give(answered, 1, Action.NEED_INFO);

        // When confirmed ones come in the middle of a flood
        List<UUID> confirmed = new ArrayList<>();
        for (int states = 0; states < 60; states++) {
            UUID one = UUID.randomUUID();
            confirmed.add(one);
            List<String> alerts = new ArrayList<>(List.of(marked(confirmed(one))));
            IntStream.range(1, IN_A_STATE).forEach(i -> alerts.add(ofFlood(UUID.randomUUID())));
            assertThat(hears(alerts.toArray(String[]::new)))
                    .as(partner.screen())
                    .isEqualTo(200);
        }
        UUID last = UUID.randomUUID();
        hears(ofFlood(last));

        // Then all of those are there that count, the latest of the flood, and no more of it than its share
        List<KeptAlert> alerts = partner.alerts();
        assertThat(alerts)
                .extracting(kept -> kept.alert().id())
                .containsAll(confirmed)
                .contains(answered, last);
        assertThat(alerts).hasSize(500 + confirmed.size() + 1);
        assertThat(bytes()).isLessThan(8192L * (500 + confirmed.size() + 10));
    }

    @Test
    void what_is_over_stays_for_a_while_and_then_the_oldest_goes_with_its_answers() throws Exception {
        // Given
        UUID first = UUID.randomUUID();
        hears(confirmed(first));
        new Inbox(partner.home.inbox()).answers().give(first, 1, Action.RESOLVE);

        // When 500 others are over
        for (int states = 0; states < 50; states++) {
            hears(IntStream.range(0, IN_A_STATE)
                    .mapToObj(i -> confirmed(UUID.randomUUID()))
                    .toArray(String[]::new));
        }
        hears(confirmed(UUID.randomUUID()));

        // Then
        assertThat(partner.alerts())
                .hasSize(501)
                .noneMatch(kept -> kept.alert().id().equals(first));
        assertThat(partner.home.inbox())
                .isDirectoryNotContaining(file -> file.toString().contains(first.toString()));
    }

    @Test
    void an_alert_keeps_its_latest_messages_alone() throws Exception {
        // When
        UUID id = UUID.randomUUID();
        for (int seq = 1; seq <= 20; seq++) {
            hears(Penah.alert(id, seq, "Update", "safe-house"));
        }

        // Then
        try (Stream<Path> files = Files.list(partner.home.inbox())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(id.toString())))
                    .hasSize(8)
                    .contains(id + ".20.age", id + ".13.age");
        }
    }

    @Test
    void one_alert_that_cannot_be_kept_keeps_no_other_away() throws Exception {
        // Given
        UUID other = UUID.randomUUID();
        Files.delete(partner.home.inbox());

        // When
        int status = hears(confirmed(UUID.randomUUID()), confirmed(other));

        // Then Penah sends both again, and a human sees both
        assertThat(status).isEqualTo(503);
        assertThat(partner.screen()).contains("An alert has come: " + other);
    }

    private static String ofFlood(UUID id) {
        return marked(LocalReceiver.alert(id));
    }

    private static String marked(String alert) {
        return alert.replace("\"to\":", "\"flood\":900,\"quiet\":true,\"to\":");
    }

    private static String confirmed(UUID id) {
        return LocalReceiver.alert(id).replace("source-asserted", "desk-confirmed");
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(partner.home.inbox())) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private int hears(String... alerts) throws IOException {
        return partner.hears(alerts).status();
    }
}
