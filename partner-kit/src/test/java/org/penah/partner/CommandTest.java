package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.partner.home.Fingerprint;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookVerifier;
import picocli.CommandLine;

class CommandTest {

    @TempDir
    Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void init_makes_keys_for_the_owner_alone_and_prints_the_profile() throws Exception {
        // When
        int exit = init();

        // Then
        assertThat(exit).isZero();
        JsonNode profile = new ObjectMapper().readTree(out.toString());
        assertThat(profile.fieldNames())
                .toIterable()
                .containsExactly("name", "url", "recipient", "acknowledgementKey", "acceptsSourceAsserted", "channel");
        assertThat(profile.get("recipient").asText()).startsWith("age1pq1");
        assertThat(profile.get("acknowledgementKey").asText()).startsWith("whpk_");
        assertThat(permissions(folder())).isEqualTo("rwx------");
        for (String file : List.of("identity.txt", "acknowledgement.key", "profile.json")) {
            assertThat(permissions(folder().resolve(file))).isEqualTo("rw-------");
        }
    }

    @Test
    void init_says_where_nobody_has_tried_it_and_goes_on() throws Exception {
        String system = System.getProperty("os.name");
        try {
            System.setProperty("os.name", "Mac OS X");
            assertThat(init()).isZero();
        } finally {
            System.setProperty("os.name", system);
        }
        assertThat(err.toString()).contains("On Mac OS X nobody has tried it");
        assertThat(new ObjectMapper().readTree(out.toString()).isObject()).isTrue();
    }

    @Test
    void init_says_what_an_observer_sees_of_the_edge_and_nothing_of_slots() throws Exception {
        // When
        init();

        // Then
        assertThat(err.toString()).contains("an observer of your line, or of Penah's, sees when an alert comes");
        err.getBuffer().setLength(0);
        run("init", "--dir", temporary.resolve("slots").toString(), "--name", "slots", "--url", "https://a.example/");
        assertThat(err.toString()).isEmpty();
        assertThat(new Home(temporary.resolve("slots")).profile().hasSlots()).isTrue();
    }

    @Test
    void init_never_replaces_keys() throws Exception {
        // Given
        init();
        String identity = Files.readString(folder().resolve("identity.txt"));

        // When
        int exit = init();

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("holds keys already");
        assertThat(Files.readString(folder().resolve("identity.txt"))).isEqualTo(identity);
    }

    @Test
    void join_says_where_alerts_go_from_now_on_with_the_same_keys() throws Exception {
        // Given
        init();
        Home home = new Home(folder());
        String recipient = home.profile().recipient();

        // When
        int exit = run("join", "--dir", folder().toString(), "--url", "http://moved.onion/", "join-" + "ab".repeat(16));

        // Then
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("\"url\":\"http://moved.onion/\"", "\"recipient\":\"" + recipient + "\"");
        assertThat(err.toString()).containsPattern("Fingerprint: ([0-9a-f]{4} ){7}[0-9a-f]{4}\n");
        assertThat(home.profile().url().toString()).isEqualTo("http://moved.onion/");
    }

    @Test
    void what_is_no_invitation_or_no_file_for_this_partner_changes_nothing() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            init();
            Home home = new Home(folder());
            penah.credentials(temporary.resolve("others.json"), "somebody-else");
            Path others = Files.write(
                    temporary.resolve("others.age"),
                    Penah.seal(
                            Files.readString(temporary.resolve("others.json")),
                            home.profile().recipient()));

            // When
            int challenge = run("join", "--dir", folder().toString(), "join-the-army");
            int foreign = run("welcome", "--dir", folder().toString(), others.toString());
            int damaged = run(
                    "welcome",
                    "--dir",
                    folder().toString(),
                    folder().resolve("identity.txt").toString());

            // Then
            assertThat(List.of(challenge, foreign, damaged)).containsOnly(1);
            assertThat(err.toString()).contains("for another partner").doesNotContain("AGE-SECRET-KEY");
            assertThat(folder().resolve("penah.json")).doesNotExist();
        }
    }

    @Test
    void new_keys_come_in_only_from_who_has_the_old_ones() throws Exception {
        try (Penah penah = new Penah();
                Penah later = new Penah();
                Penah attacker = new Penah()) {
            // Given
            init();
            assertThat(welcome(penah.credentials("safe-house"))).isZero();

            // When
            int forged = welcome(attacker.credentials("safe-house"));
            int halfForged = welcome(attacker.credentials("safe-house")
                    .replace(
                            "}",
                            ",\"previousSigningKey\":\"" + penah.key.publicKey() + "\",\"previousSharedSecret\":\""
                                    + attacker.secret.exportSecret() + "\"}"));

            // Then
            assertThat(List.of(forged, halfForged)).containsOnly(1);
            assertThat(err.toString()).contains("--fingerprint").doesNotContain("whsec_");
            assertThat(folder().resolve("penah.json")).content().startsWith(penah.credentials("safe-house"));

            // When
            String changed = later.credentials("safe-house")
                    .replace(
                            "}",
                            ",\"previousSigningKey\":\"" + penah.key.publicKey() + "\",\"previousSharedSecret\":\""
                                    + penah.secret.exportSecret() + "\"}");
            int own = welcome(changed);

            // Then
            assertThat(own).isZero();
            assertThat(folder().resolve("penah.json")).content().startsWith(changed);
            assertThat(folder().resolve("penah.json.before")).content().startsWith(penah.credentials("safe-house"));
            assertThat(permissions(folder().resolve("penah.json.before"))).isEqualTo("rw-------");
            assertThat(welcome(penah.credentials("safe-house")))
                    .as("the old one, played back")
                    .isEqualTo(1);
        }
    }

    @Test
    void what_was_compared_by_telephone_comes_in_too() throws Exception {
        try (Penah penah = new Penah();
                Penah again = new Penah()) {
            // Given
            init();
            welcome(penah.credentials("safe-house"));
            byte[] sealed = Penah.seal(
                    again.credentials("safe-house"),
                    new Home(folder()).profile().recipient());
            Path file = Files.write(temporary.resolve("again.age"), sealed);

            // When
            int misheard =
                    run("welcome", "--dir", folder().toString(), "--fingerprint", "0".repeat(32), file.toString());
            int heard = run(
                    "welcome",
                    "--dir",
                    folder().toString(),
                    "--fingerprint",
                    Fingerprint.of(sealed).toUpperCase(Locale.ROOT),
                    file.toString());

            // Then
            assertThat(List.of(misheard, heard)).containsExactly(1, 0);
            assertThat(folder().resolve("penah.json")).content().startsWith(again.credentials("safe-house"));
        }
    }

    private int welcome(String credentials) throws Exception {
        byte[] sealed = Penah.seal(credentials, new Home(folder()).profile().recipient());
        return run(
                "welcome",
                "--dir",
                folder().toString(),
                Files.write(temporary.resolve("sealed.age"), sealed).toString());
    }

    @Test
    void a_name_that_is_no_name_is_refused() {
        assertThat(run("init", "--dir", folder().toString(), "--name", "Safe House", "--url", "https://a.example/"))
                .isEqualTo(1);
        assertThat(folder().resolve("identity.txt")).doesNotExist();
    }

    @Test
    void the_inbox_names_commands_that_run_as_they_are() throws Exception {
        // Given
        init();
        Alert alert = received();

        // When
        run("inbox", "--dir", folder().toString());

        // Then
        assertThat(out.toString()).contains("penah-partner ack --dir " + folder() + " " + alert.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox", "ack"})
    void a_folder_that_was_typed_wrongly_is_not_made(String command) {
        // Given
        Path wrong = temporary.resolve("patner");

        // When
        int exit = command.equals("inbox")
                ? run("inbox", "--dir", wrong.toString())
                : run("ack", "--dir", wrong.toString(), "3c9a52d8");

        // Then
        assertThat(exit).isNotZero();
        assertThat(wrong).doesNotExist();
    }

    @Test
    void ack_tells_penah_once_signed_and_the_inbox_shows_it() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            init();
            penah.credentials(folder().resolve("penah.json"), "safe-house");
            Alert alert = received();

            // When
            int exit = run(
                    "ack", "--dir", folder().toString(), alert.id().toString().substring(0, 8));

            // Then
            assertThat(exit).isZero();
            Penah.Answered answered = penah.answers.get(0);
            assertThat(answered.body())
                    .isEqualTo("{\"id\":\"" + alert.id() + "\",\"seq\":1,\"action\":\"acknowledge\"}");
            VerificationKey ours =
                    VerificationKey.parse(new Home(folder()).profile().acknowledgementKey());
            new WebhookVerifier(List.of(ours), List.of())
                    .verify(answered.headers(), answered.body().getBytes(StandardCharsets.UTF_8), Instant.now());
            run("inbox", "--dir", folder().toString());
            assertThat(out.toString())
                    .contains("You answered message 1 with acknowledge", "Penah knows.")
                    .doesNotContain("NOT ANSWERED YET");
        }
    }

    @Test
    void an_answer_that_penah_did_not_take_is_not_called_one() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            init();
            penah.credentials(folder().resolve("penah.json"), "safe-house");
            penah.status = 503;
            Alert alert = received();

            // When
            int exit = run("ack", "--dir", folder().toString(), alert.id().toString());

            // Then
            assertThat(exit).isEqualTo(1);
            assertThat(err.toString()).contains("did not take the answer");
            run("inbox", "--dir", folder().toString());
            assertThat(out.toString()).contains("Penah does not know yet.");
        }
    }

    @Test
    void each_action_is_posted_with_the_next_number_and_the_last_word_counts() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            init();
            penah.credentials(folder().resolve("penah.json"), "safe-house");
            UUID id = received().id();

            // When
            for (String action : List.of("ack", "claim", "need-info", "release", "decline", "resolve")) {
                assertThat(run(action, "--dir", folder().toString(), id.toString()))
                        .as(err.toString())
                        .isZero();
            }

            // Then
            assertThat(penah.answers)
                    .extracting(Penah.Answered::body)
                    .containsExactly(
                            "{\"id\":\"" + id + "\",\"seq\":1,\"action\":\"acknowledge\"}",
                            "{\"id\":\"" + id + "\",\"seq\":1,\"action\":\"claim\",\"number\":2}",
                            "{\"id\":\"" + id + "\",\"seq\":1,\"action\":\"need-info\",\"number\":3}",
                            "{\"id\":\"" + id + "\",\"seq\":1,\"action\":\"release\",\"number\":4}",
                            "{\"id\":\"" + id + "\",\"seq\":1,\"action\":\"decline\",\"number\":5}",
                            "{\"id\":\"" + id + "\",\"seq\":1,\"action\":\"resolve\",\"number\":6}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "need-info", "decline", "release", "resolve"})
    void a_cancel_that_nobody_has_read_is_shown_and_not_confirmed_by(String action) throws Exception {
        // Given
        init();
        Alert cancel = received("Cancel");

        // When
        int exit = run(action, "--dir", folder().toString(), cancel.id().toString());

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(out.toString()).contains("ALERT CANCELLED", "Stop what you began because of it");
        assertThat(err.toString()).contains("no answer was sent");
        assertThat(new Inbox(new Home(folder()).inbox()).answers().waiting()).isEmpty();
    }

    @Test
    void who_confirms_a_cancel_reads_what_it_is() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            init();
            penah.credentials(folder().resolve("penah.json"), "safe-house");
            Alert cancel = received("Cancel");

            // When
            int exit = run("ack", "--dir", folder().toString(), cancel.id().toString());

            // Then
            assertThat(exit).isZero();
            assertThat(out.toString()).contains("ALERT CANCELLED", "Penah knows: acknowledge");
        }
    }

    @Test
    void help_of_an_answer_says_what_it_does_and_how_it_ends() {
        // When
        int exit = run("claim", "--help");

        // Then
        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("60 minutes", "penah-partner claim --dir partner 3c9a52d8", "Penah does not know it yet");
    }

    @Test
    void penah_may_have_no_address_for_answers() throws Exception {
        try (Penah penah = new Penah()) {
            // Given
            init();
            Path credentials = folder().resolve("penah.json");
            penah.credentials(credentials, "safe-house");
            Files.writeString(
                    credentials, Files.readString(credentials).replaceFirst("\"acknowledgements\":\"[^\"]*\",", ""));
            UUID id = received().id();

            // When
            int exit = run("ack", "--dir", folder().toString(), "--now", id.toString());

            // Then
            assertThat(exit).isEqualTo(1);
            assertThat(err.toString()).contains("penah.json names no address for answers");
            assertThat(penah.answers).isEmpty();
        }
    }

    @Test
    void ack_of_an_unknown_alert_says_so() {
        // Given
        init();

        // When
        int exit = run("ack", "--dir", folder().toString(), "12345678");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("no alert, or more than one");
    }

    private Alert received() throws Exception {
        return received("Alert");
    }

    private Alert received(String msgType) throws Exception {
        Home home = new Home(folder());
        byte[] sealed = Penah.seal(
                Penah.alert(UUID.randomUUID(), 1, msgType, "safe-house"),
                home.profile().recipient());
        Alert alert = Delivery.open(sealed, home.identity()).alerts().get(0);
        new Inbox(home.inbox()).keep(alert, sealed);
        return alert;
    }

    private int init() {
        return run(
                "init",
                "--dir",
                folder().toString(),
                "--name",
                "safe-house",
                "--url",
                "https://a.example/",
                "--channel",
                "edge",
                "--unconfirmed");
    }

    private int run(String... arguments) {
        CommandLine command = PenahPartner.commandLine();
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path folder() {
        return temporary.resolve("home");
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
