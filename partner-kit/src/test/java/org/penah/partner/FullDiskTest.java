package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.penah.partner.LocalReceiver.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.testbed.disk.SmallDisk;

/** An inbox on a small file system that is really full. */
class FullDiskTest {

    private static final Duration ANSWER_AFTER = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private final UUID known = UUID.randomUUID();
    private final UUID news = UUID.randomUUID();
    private SmallDisk disk;
    private LocalReceiver partner;

    @BeforeEach
    void a_disk_is_full_that_keeps_one_alert() throws Exception {
        partner = new LocalReceiver(folder);
        Files.createDirectories(inbox());
        disk = SmallDisk.over(inbox(), "64k");
        disk.orSkip();
        partner.start(ANSWER_AFTER);
        assertThat(partner.hears(alert(known)).status()).isEqualTo(200);
        disk.fill();
    }

    @AfterEach
    void stop() throws Exception {
        partner.close();
        disk.close();
    }

    private Path inbox() {
        return partner.home.inbox();
    }

    @Test
    void beats_without_news_go_on() throws Exception {
        assertThat(partner.hears(alert(known)).status()).isEqualTo(200);
        assertThat(partner.cannotKeep()).isFalse();
    }

    @Test
    void what_is_not_kept_is_refused_and_said_and_comes_again_once_there_is_room() throws Exception {
        // When
        int refused = partner.hears(alert(known), alert(news)).status();

        // Then
        assertThat(refused).isEqualTo(503);
        assertThat(partner.screen()).contains("CANNOT KEEP ALERTS").contains("An alert has come: " + news);
        assertThat(partner.cannotKeep()).isTrue();
        assertThat(partner.pulse().unwellSince()).as("what the nudge rings for").isEqualTo(LocalReceiver.NOW);
        assertThat(partner.alerts()).extracting(kept -> kept.alert().id()).containsExactly(known);
        assertThat(inbox()).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));

        // When
        disk.makeRoom();

        // Then
        assertThat(partner.hears(alert(known), alert(news)).status()).isEqualTo(200);
        assertThat(partner.cannotKeep()).isFalse();
        assertThat(partner.alerts()).extracting(kept -> kept.alert().id()).containsExactlyInAnyOrder(known, news);
    }

    @Test
    void a_repeat_of_an_alert_that_is_here_does_not_hide_that_another_is_not() throws Exception {
        // Given
        assertThat(partner.gets(alert(news)).status()).isEqualTo(503);

        // When
        int repeat = partner.gets(alert(known)).status();

        // Then
        assertThat(repeat).isEqualTo(204);
        assertThat(partner.cannotKeep()).isTrue();

        // When
        disk.makeRoom();
        partner.gets(alert(news));

        // Then
        assertThat(partner.cannotKeep()).isFalse();
    }

    @Test
    void nobody_acknowledges_what_is_not_kept() throws Exception {
        // Given
        Inbox inbox = new Inbox(inbox());
        assertThatThrownBy(() -> inbox.answers().give(known, 1, Action.ACKNOWLEDGE))
                .isInstanceOf(IOException.class);

        // When
        LocalReceiver.Heard beat = partner.hears(alert(known));

        // Then
        assertThat(beat.status()).isEqualTo(200);
        assertThat(beat.body()).doesNotContain(known.toString());

        // When
        disk.makeRoom();
        inbox.answers().give(known, 1, Action.ACKNOWLEDGE);

        // Then
        assertThat(partner.hears(alert(known)).body()).contains(known.toString());
    }

    @Test
    void beats_go_on_if_penah_says_nothing_new_but_that_it_knows_our_answer() throws Exception {
        // Given
        disk.makeRoom();
        new Inbox(inbox()).answers().give(known, 1, Action.CLAIM);
        disk.fill();
        String open = alert(known);
        String answered = open.substring(0, open.length() - 1)
                + ",\"answered\":1,\"heard\":1,\"heldUntil\":\"2026-11-24T11:00:00Z\"}";

        // When
        int taken = partner.hears(answered).status();

        // Then
        assertThat(taken).isEqualTo(200);
        assertThat(partner.cannotKeep()).isTrue();
        assertThat(partner.alerts()).extracting(KeptAlert::current).containsExactly(false);

        // When it is ours no longer
        int lapsed = partner.hears(answered.replaceFirst(",\"heldUntil.*", "}")).status();

        // Then
        assertThat(lapsed).isEqualTo(503);

        // When
        disk.makeRoom();
        partner.hears(answered);

        // Then
        assertThat(partner.cannotKeep()).isFalse();
        assertThat(partner.alerts()).extracting(KeptAlert::current).containsExactly(true);
    }

    @Test
    void a_state_in_which_an_alert_is_over_is_refused_and_said_until_it_is_kept() throws Exception {
        // When
        int refused = partner.hears().status();

        // Then
        assertThat(refused).isEqualTo(503);
        assertThat(partner.screen()).contains("CANNOT KEEP ALERTS");
        assertThat(partner.cannotKeep()).isTrue();
        assertThat(partner.alerts()).extracting(KeptAlert::open).containsExactly(true);

        // When
        disk.makeRoom();

        // Then
        assertThat(partner.hears().status()).isEqualTo(200);
        assertThat(partner.cannotKeep()).isFalse();
        assertThat(partner.alerts()).extracting(KeptAlert::open).containsExactly(false);
    }

    @Test
    void a_beat_that_is_refused_looks_like_any_other_on_the_line() throws Exception {
        // Given
        LocalReceiver.Heard taken = partner.hears(alert(known));

        // When
        long begun = System.nanoTime();
        LocalReceiver.Heard refused = partner.hears(alert(known), alert(news));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        // Then
        assertThat(taken.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.bytes()).isEqualTo(taken.bytes());
        assertThat(took).isGreaterThanOrEqualTo(ANSWER_AFTER);
    }
}
