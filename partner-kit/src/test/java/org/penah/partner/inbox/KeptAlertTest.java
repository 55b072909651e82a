package org.penah.partner.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.partner.Penah;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.sealing.age.HybridIdentity;

/** When a human is called. */
class KeptAlertTest {

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();
    private HybridIdentity identity;
    private String recipient;
    private Inbox inbox;

    @BeforeEach
    void an_alert_comes() throws IOException {
        Home home = new Home(folder);
        recipient = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS)
                .recipient();
        identity = home.identity();
        inbox = new Inbox(home.inbox());
        hears(1, "Alert");
    }

    @AfterEach
    void forget() {
        identity.destroy();
    }

    @ParameterizedTest
    @EnumSource
    void an_update_calls_those_who_asked_for_more_or_called_it_resolved_and_nobody_else_who_answered(Action action)
            throws IOException {
        // Given
        say(action);
        assertThat(kept(Instant.now()).waits()).isFalse();

        // When
        hears(2, "Update");

        // Then
        assertThat(kept(Instant.now()).waits()).isEqualTo(action == Action.NEED_INFO || action == Action.RESOLVE);
    }

    @ParameterizedTest
    @EnumSource
    void a_cancel_calls_those_who_had_it_until_they_acknowledge_that(Action action) throws IOException {
        // Given
        say(action);

        // When
        hears(2, "Cancel");

        // Then
        assertThat(kept(Instant.now()).waits()).isTrue();
        say(Action.ACKNOWLEDGE);
        assertThat(kept(Instant.now()).waits()).isFalse();
    }

    @Test
    void what_is_for_staff_waits_until_it_is_opened_at_the_desk_and_says_so_in_plain_words() throws IOException {
        // Given
        UUID call = UUID.randomUUID();
        String waits = Penah.alert(call, 1, "Alert", "safe-house").replace("\"to\":", "\"staff\":true,\"to\":");
        hears(waits);
        KeptAlert before = inbox.find(call.toString(), identity, Instant.now()).orElseThrow();

        // When
        hears(waits.replace("\"seq\":1", "\"seq\":2").replace("\"Alert\"", "\"Cancel\""));
        KeptAlert after = inbox.find(call.toString(), identity, Instant.now()).orElseThrow();

        // Then
        assertThat(before.waits()).isTrue();
        assertThat(AlertText.of(before.alert(), Path.of("partner")))
                .contains("An urgent report waits at the desk. Open the desk.")
                .doesNotContain("danger", "source", "Region");
        assertThat(after.alert().isCancel()).isTrue();
        assertThat(after.waits()).isFalse();
    }

    @Test
    void the_end_of_the_hour_calls_those_who_claimed_it_each_time() throws IOException {
        // Given
        inbox.answers().know(say(Action.CLAIM));
        Instant claimed = Instant.now();
        String key = kept(claimed).key();

        // When
        KeptAlert before = kept(claimed.plus(Duration.ofMinutes(59)));
        KeptAlert after = kept(claimed.plus(Duration.ofMinutes(61)));

        // Then
        assertThat(before.waits()).isFalse();
        assertThat(after.waits()).isTrue();
        assertThat(after.waitsSince()).isAfter(claimed.plus(Duration.ofMinutes(59)));

        // When
        inbox.answers().know(say(Action.CLAIM));

        // Then it is another call
        assertThat(kept(claimed.plus(Duration.ofMinutes(61))).key()).isNotEqualTo(key);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACKNOWLEDGE", "CLAIM"})
    void what_penah_takes_from_us_before_its_time_calls_us_again(Action action) throws IOException {
        // Given
        say(action);
        Instant now = Instant.now();
        hears(Penah.alert(id, 1, "Alert", "safe-house")
                .replace("\"to\":", "\"answered\":1,\"heard\":1,\"heldUntil\":\"2099-01-01T00:00:00Z\",\"to\":"));
        assertThat(kept(now).waits()).isFalse();

        // When the state does not name the end any more
        hears(Penah.alert(id, 1, "Alert", "safe-house").replace("\"to\":", "\"answered\":1,\"heard\":1,\"to\":"));

        // Then
        assertThat(kept(now).hasLapsed()).isTrue();
        assertThat(kept(now).waits()).isTrue();
        assertThat(kept(now).waitsSince()).isBeforeOrEqualTo(now);
    }

    @Test
    void who_has_let_go_too_often_is_told_to_telephone_and_is_not_called_to_press_again() throws IOException {
        // When the state knows our claim, and that it keeps nobody from being called
        say(Action.CLAIM);
        String state = Penah.alert(id, 1, "Alert", "safe-house");
        hears(state.replace("\"to\":", "\"answered\":1,\"heard\":1,\"uncounted\":true,\"to\":"));

        // Then
        assertThat(kept(Instant.now()).alert().isUncounted()).isTrue();
        assertThat(kept(Instant.now()).waits()).isFalse();

        // When the desk has confirmed the alert again
        hears(state.replace("\"to\":", "\"answered\":1,\"heard\":1,\"to\":"));

        // Then
        assertThat(kept(Instant.now()).alert().isUncounted()).isFalse();
        assertThat(kept(Instant.now()).waits()).isTrue();
    }

    @Test
    void at_the_edge_the_reply_to_the_last_answer_says_so_until_news_comes() throws IOException {
        // When
        inbox.answers().knowUncounted(say(Action.CLAIM));

        // Then
        assertThat(kept(Instant.now()).alert().isUncounted()).isTrue();
        assertThat(kept(Instant.now()).lastAnswer().orElseThrow().known()).isTrue();

        // When
        hears(2, "Update");

        // Then
        assertThat(kept(Instant.now()).alert().isUncounted()).isFalse();
    }

    @Test
    void at_the_edge_the_same_message_once_more_calls_us_again() throws IOException {
        // Given
        byte[] sealed = Penah.seal(
                Penah.state(
                        "safe-house", Penah.alert(id, 1, "Alert", "safe-house").replace("2026-11-25", "2099-11-25")),
                recipient);
        Alert alert = Delivery.open(sealed, identity).alerts().get(0);
        inbox = new Inbox(Files.createDirectory(folder.resolve("edge")));
        inbox.keep(alert, sealed);
        Answer claim = say(Action.CLAIM);
        Instant now = Instant.now();

        // When one was on its way while Penah took the answer
        inbox.answers().hearAgain(alert, now.plusSeconds(600));
        inbox.answers().know(claim);
        inbox.answers().hearAgain(alert, now.plusSeconds(30));

        // Then
        assertThat(kept(now).waits()).isFalse();

        // When
        inbox.answers().hearAgain(alert, now.plusSeconds(120));

        // Then
        assertThat(kept(now).hasLapsed()).isTrue();
        assertThat(kept(now).waits()).isTrue();

        // When
        inbox.answers().know(say(Action.CLAIM));

        // Then
        assertThat(kept(now).waits()).isFalse();
    }

    @Test
    void a_state_that_has_no_room_for_what_is_ours_takes_nothing_from_us() throws IOException {
        // Given
        hears(Penah.alert(id, 2, "Update", "safe-house").replace("2026-11-25", "2099-11-25"));
        inbox.answers().know(say(Action.ACKNOWLEDGE));

        // When
        byte[] sealed = Penah.seal(
                Penah.state("safe-house").replace("\"alerts\":[]", "\"alerts\":[],\"waiting\":1"), recipient);
        inbox.keepState(Delivery.open(sealed, identity), sealed, identity);

        // Then
        assertThat(kept(Instant.now()).hasLapsed()).isFalse();
        assertThat(kept(Instant.now().plus(Duration.ofHours(5))).hasLapsed()).isTrue();
    }

    private Answer say(Action action) throws IOException {
        return inbox.answers().give(kept(Instant.now()).alert(), action);
    }

    private KeptAlert kept(Instant now) throws IOException {
        List<KeptAlert> alerts = inbox.alerts(identity, now);
        assertThat(alerts).hasSize(1);
        return alerts.get(0);
    }

    private void hears(int seq, String msgType) throws IOException {
        hears(Penah.alert(id, seq, msgType, "safe-house"));
    }

    private void hears(String alert) throws IOException {
        byte[] sealed = Penah.seal(Penah.state("safe-house", alert), recipient);
        Delivery state = Delivery.open(sealed, identity);
        inbox.keep(state.alerts().get(0), sealed);
        inbox.keepState(state, sealed, identity);
        inbox.answers().learn(state, inbox.answers().waiting());
    }
}
