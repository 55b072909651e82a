package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;

/**
 * No event is refused while a key changes. Docker here notes, with each start, which public keys a receiver then believes, and whether the sender
 * has its old key.
 */
class EventKeyRotationTest {

    private static final String DOCKER = """
        cd '%1$s/etc/secrets'
        case "$*" in
          *psql*) cat ../../outbox ;;
          *rabbitmqctl*) cat ../../queues ;;
          *restart*) %2$s
            old=new; test "$(cat events-intake)" != old || old=old
            echo "$5 $(tr ',' '\\n' < events-intake-public | sed '/^old/!s/.*/new/' | paste -s -d ' ') $old" >> ../../starts ;;
        esac""";

    private static final String EMPTY = "penah.intake.triage\t0\npenah.intake.notify\t0\npenah.triage.notify\t3\n";

    private static final List<String> ALL = List.of(
            "triage new old old", "notify new old old", "intake new old new", "triage new new", "notify new new");

    @TempDir
    Path folder;

    private Path secrets;
    private Path starts;
    private FakePrograms programs;

    @BeforeEach
    void a_server() throws IOException {
        secrets = Files.createDirectories(folder.resolve("etc/secrets"));
        starts = folder.resolve("starts");
        Files.writeString(secrets.resolve("events-intake"), "old");
        Files.writeString(secrets.resolve("events-intake-public"), "old");
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        docker("");
        wait("0", EMPTY);
    }

    @Test
    void receivers_believe_both_keys_before_the_sender_changes_and_one_after_all_has_arrived() throws Exception {
        // When
        rotate();

        // Then
        assertThat(Files.readAllLines(starts)).containsExactlyElementsOf(ALL);
        requireOnePair();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1|" + EMPTY, "0|penah.intake.triage\t2\npenah.intake.notify\t0\n", "0|", "|" + EMPTY})
    void while_anything_that_the_old_key_signed_may_be_on_its_way_that_is_believed(String waiting) throws Exception {
        // Given
        String[] where = waiting.split("\\|", 2);
        wait(where[0], where[1]);
        assertThatThrownBy(this::rotate)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("Its old one is still believed");
        assertThat(secrets.resolve("events-intake-public")).content().endsWith(",old");
        assertThat(server().rotating()).containsExactly("events-intake");
        wait("0", EMPTY);

        // When
        rotate();

        // Then
        assertThat(Files.readAllLines(starts)).containsExactlyElementsOf(ALL);
        requireOnePair();
    }

    /** The same command goes on, with the same pair, from wherever a service did not start. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void an_interruption_costs_no_event(int started) throws Exception {
        // Given
        docker("test \"$(cat ../../starts 2> /dev/null | wc -l)\" -ne %d || exit 1".formatted(started));
        assertThatThrownBy(this::rotate).isInstanceOf(StackFailure.class);
        docker("");

        // When
        rotate();

        // Then
        List<String> seen = Files.readAllLines(starts);
        int sender = seen.indexOf("intake new old new");
        assertThat(seen.subList(0, sender)).contains("triage new old old", "notify new old old");
        assertThat(seen).endsWith("triage new new", "notify new new");
        requireOnePair();
    }

    private void requireOnePair() throws Exception {
        KeyFactory ed25519 = KeyFactory.getInstance("Ed25519");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(ed25519.generatePrivate(new PKCS8EncodedKeySpec(decoded("events-intake"))));
        byte[] signed = signature.sign();
        signature.initVerify(ed25519.generatePublic(new X509EncodedKeySpec(decoded("events-intake-public"))));
        assertThat(signature.verify(signed)).isTrue();
        assertThat(secrets.toFile().list())
                .containsExactlyInAnyOrder("events-intake", "events-intake-public", "events-intake-public.before");
        assertThat(secrets.resolve("events-intake-public.before"))
                .content()
                .matches("old until \\d{4}-\\d\\d-\\d\\d\n");
    }

    private byte[] decoded(String name) throws IOException {
        return Base64.getDecoder().decode(Files.readString(secrets.resolve(name)));
    }

    private void wait(String outbox, String queues) throws IOException {
        Files.writeString(folder.resolve("outbox"), outbox);
        Files.writeString(folder.resolve("queues"), queues);
    }

    private void rotate() throws IOException {
        new Rotation(server(), Duration.ZERO).run("events-intake", false);
    }

    private Installation server() {
        return new Installation(Path.of("compose.yaml"), folder.resolve("etc"), programs.first());
    }

    private void docker(String beforeStarting) throws IOException {
        programs.place("docker", DOCKER.formatted(folder, beforeStarting));
    }
}
