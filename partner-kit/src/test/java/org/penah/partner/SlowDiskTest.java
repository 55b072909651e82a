package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.penah.partner.LocalReceiver.alert;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;

/** The receiver on a disk that takes long for each sync: this process's own take so long. */
class SlowDiskTest {

    @TempDir
    Path folder;

    private LocalReceiver partner;
    private @Nullable SlowDisk slowing;

    @BeforeEach
    void start() throws Exception {
        partner = new LocalReceiver(folder);
        partner.start(Receiver.ANSWER_AFTER);
    }

    @AfterEach
    void stop() throws Exception {
        partner.close();
        if (slowing != null) {
            slowing.close();
        }
    }

    private void slowDown(Duration each) {
        slowing = SlowDisk.begin(each, folder);
    }

    @Test
    void all_alerts_of_a_slot_are_kept_within_the_time_after_which_every_slot_is_answered() throws Exception {
        // Given
        UUID ours = UUID.randomUUID();
        partner.hears(alert(ours));
        new Inbox(partner.home.inbox()).answers().give(ours, 1, Action.CLAIM);
        partner.hears(alert(ours));
        slowDown(Duration.ofMillis(300));
        String[] many = Stream.concat(
                        Stream.of(alert(ours).replace("\"to\":", "\"heard\":1,\"to\":")),
                        Stream.generate(() -> alert(UUID.randomUUID())).limit(9))
                .toArray(String[]::new);

        // When
        long begun = System.nanoTime();
        int status = partner.hears(many).status();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(partner.alerts()).hasSize(many.length);
        assertThat(took).isBetween(Receiver.ANSWER_AFTER, Receiver.ANSWER_AFTER.plusSeconds(1));
    }

    @Test
    void a_repeat_of_an_alert_is_taken_only_once_the_first_is_on_the_disk() throws Exception {
        // Given
        UUID id = UUID.randomUUID();
        Duration each = Duration.ofSeconds(2);
        slowDown(each);
        CompletableFuture<Integer> first = status(() -> partner.gets(alert(id)));
        Path kept = partner.home.inbox().resolve(id + ".1.age");
        await().pollInterval(Duration.ofMillis(10)).until(() -> Files.exists(kept));

        // When only its folder is left to sync
        long begun = System.nanoTime();
        int repeat = partner.gets(alert(id)).status();

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(each.dividedBy(2));
        assertThat(List.of(first.join(), repeat)).containsOnly(204);
    }

    @Test
    void what_penah_knows_of_many_answers_is_on_the_disk_after_one_sync() throws Exception {
        // Given
        AnswerLog answers = new Inbox(partner.home.inbox()).answers();
        String[] heard = new String[10];
        for (int each = 0; each < heard.length; each++) {
            UUID id = UUID.randomUUID();
            answers.give(id, 1, Action.CLAIM);
            heard[each] = alert(id).replace("\"to\":", "\"heard\":1,\"to\":");
        }
        Delivery state = partner.state(heard);
        Duration sync = Duration.ofSeconds(1);
        slowDown(sync);

        // When
        long begun = System.nanoTime();
        answers.learn(state, answers.waiting());

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(sync, sync.multipliedBy(3));
        assertThat(answers.waiting()).isEmpty();
    }

    @Test
    void an_answer_is_sent_with_the_next_beat_and_its_end_is_known() throws Exception {
        // Given
        UUID id = UUID.randomUUID();
        partner.hears(alert(id));
        slowDown(Duration.ofMillis(400));

        // When
        new Inbox(partner.home.inbox()).answers().give(id, 1, Action.ACKNOWLEDGE);

        // Then
        assertThat(partner.hears(alert(id)).body()).contains(id.toString());
        assertThat(partner.hears().body()).doesNotContain(id.toString());
    }

    @Test
    void while_a_disk_hangs_penah_is_heard_and_the_page_says_that_alerts_may_be_missing() throws Exception {
        // Given
        partner.slot = 1;
        slowDown(Duration.ofSeconds(2));

        // When
        CompletableFuture<Integer> first = hears(alert(UUID.randomUUID()));
        List<CompletableFuture<Integer>> later = new ArrayList<>();
        await().until(partner::cannotKeep);
        await().pollInterval(Duration.ofMillis(500))
                .during(Duration.ofSeconds(4))
                .until(() -> {
                    later.add(hears());
                    return !partner.pulse().silent() && partner.cannotKeep();
                });

        // Then
        assertThat(partner.pulse().unwellSince()).isNotNull();
        assertThat(first.join()).isEqualTo(200);
        int last = later.size() - 1;
        assertThat(later.get(last).join()).isEqualTo(200);
        assertThat(later.subList(0, last)).extracting(CompletableFuture::join).containsOnly(503);
        assertThat(partner.cannotKeep()).isFalse();
    }

    private CompletableFuture<Integer> hears(String... alerts) {
        return status(() -> partner.hears(alerts));
    }

    private static CompletableFuture<Integer> status(Callable<LocalReceiver.Heard> request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return request.call().status();
                    } catch (Exception cut) {
                        throw new IllegalStateException(cut);
                    }
                },
                task -> new Thread(task, "a beat").start());
    }
}
