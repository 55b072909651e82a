package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.inbox.SelfTest;

class DrillCommandTest {

    @TempDir
    Path folder;

    private Home home;
    private Inbox inbox;

    @BeforeEach
    void initialise() throws Exception {
        home = new Home(folder);
        home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS);
        inbox = new Inbox(home.inbox());
    }

    @Test
    void an_own_exercise_waits_like_an_alert_is_measured_and_stays_here() throws Exception {
        // Given
        StringWriter said = new StringWriter();
        CompletableFuture<Integer> drill =
                CompletableFuture.supplyAsync(() -> run(said, "drill", "--dir", folder.toString()));
        await().until(() -> !alerts().isEmpty());
        KeptAlert kept = alerts().get(0);
        assertThat(kept.waits()).isTrue();
        assertThat(kept.alert().status()).isEqualTo("Exercise");

        // When
        inbox.answers().give(kept.alert(), Action.ACKNOWLEDGE);

        // Then
        assertThat(drill.get()).isZero();
        assertThat(said.toString()).containsPattern("A human answered after [0-9]+ seconds: acknowledge.");
        assertThat(inbox.answers().waiting()).isEmpty();
        assertThat(alerts().get(0).open()).isFalse();
        StringWriter past = new StringWriter();
        run(past, "drill", "--past", "--dir", folder.toString());
        assertThat(past.toString())
                .containsPattern("your own +answered after [0-9]+ seconds")
                .contains("Exercises: 1.");
    }

    @Test
    void nobody_is_said_and_has_its_exit_code() {
        StringWriter said = new StringWriter();
        assertThat(run(said, "drill", "--wait", "0", "--dir", folder.toString()))
                .isEqualTo(3);
        assertThat(said.toString()).contains("NOBODY ANSWERED");
    }

    @Test
    void an_exercise_says_nothing_finer_than_five_minutes() throws Exception {
        KeptAlert kept = new KeptAlert(
                SelfTest.place(
                        inbox,
                        home.profile(),
                        home.identity(),
                        Clock.systemUTC().instant()),
                Clock.systemUTC().instant(),
                List.of(),
                List.of(),
                true,
                false,
                true,
                Clock.systemUTC().instant());
        assertThat(kept.alert().ackBy().getEpochSecond() % 300).isZero();
        assertThat(kept.alert().expires().getEpochSecond() % 300).isZero();
    }

    private List<KeptAlert> alerts() throws Exception {
        return inbox.alerts(home.identity(), Clock.systemUTC().instant());
    }

    private static int run(StringWriter said, String... arguments) {
        PrintWriter out = new PrintWriter(said, true);
        return PenahPartner.commandLine().setOut(out).setErr(out).execute(arguments);
    }
}
