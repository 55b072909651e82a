package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.program.Command;

/** A password is replaced in both places or in none; Docker here is a database that knows one password, and notes what starts again. */
class RotationTest {

    /** What comes in is the password to come in with, and then one line of SQL. */
    private static final String DOCKER = """
            cd '%1$s'
            case "$*" in
              *psql*) read -r password; read -r sql
                test "$password" = "$(cat known)" || exit 2
                %2$s
                echo "$sql" | sed "s/.*'\\(.*\\)'.*/\\1/" | tr -d '\\n' > known ;;
              *restart*) echo "$5" >> restarts ;;
            esac""";

    @TempDir
    Path folder;

    private Path secrets;
    private Path known;
    private FakePrograms programs;

    @BeforeEach
    void a_server() throws IOException {
        secrets = Files.createDirectories(folder.resolve("etc/secrets"));
        known = Files.writeString(folder.resolve("known"), "old");
        for (String name : List.of("postgres-intake", "postgres-keycloak-owner", "broker-triage", "notify-wrapping")) {
            Files.writeString(secrets.resolve(name), "old");
        }
        Files.writeString(secrets.resolve("keycloak.env"), "KC_DB_PASSWORD=old\nPENAH_TRIAGE_SECRET=client\n");
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        docker("");
    }

    @Test
    void the_database_and_its_service_have_the_same_new_password() throws Exception {
        // When
        rotate("postgres-intake");

        // Then
        assertThat(secrets.resolve("postgres-intake")).content().hasSize(48).isEqualTo(Files.readString(known));
        assertThat(folder.resolve("restarts")).content().isEqualTo("intake\n");
        assertThat(secrets.resolve("postgres-intake.next")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_interruption_loses_neither(boolean taken) throws Exception {
        // Given
        docker("exit 1");
        assertThatThrownBy(() -> rotate("postgres-intake"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("the old one is still valid");
        assertThat(secrets.resolve("postgres-intake")).content().isEqualTo("old");
        if (taken) {
            Files.copy(secrets.resolve("postgres-intake.next"), known, StandardCopyOption.REPLACE_EXISTING);
        }
        docker("");

        // When
        rotate("postgres-intake");

        // Then
        assertThat(secrets.resolve("postgres-intake"))
                .content()
                .isNotEqualTo("old")
                .isEqualTo(Files.readString(known));
    }

    @Test
    void what_broke_off_before_the_service_came_back_is_not_over() throws Exception {
        // Given
        programs.place("docker", DOCKER.formatted(folder, "").replace("echo \"$5\" >> restarts", "exit 1"));
        assertThatThrownBy(() -> rotate("postgres-intake")).isInstanceOf(StackFailure.class);
        assertThat(server().rotating()).containsExactly("postgres-intake");
        docker("");

        // When
        rotate("postgres-intake");

        // Then
        assertThat(secrets.resolve("postgres-intake")).content().hasSize(48).isEqualTo(Files.readString(known));
        assertThat(folder.resolve("restarts")).content().isEqualTo("intake\n");
        assertThat(server().rotating()).isEmpty();
    }

    @Test
    void keycloak_is_told_by_its_variables() throws Exception {
        // When
        rotate("postgres-keycloak-owner");

        // Then
        assertThat(secrets.resolve("keycloak.env"))
                .content()
                .isEqualTo("KC_DB_PASSWORD=%s\nPENAH_TRIAGE_SECRET=client\n".formatted(Files.readString(known)));
        assertThat(folder.resolve("restarts")).content().isEqualTo("keycloak-db\nkeycloak\n");
    }

    @Test
    void the_broker_reads_its_file_again_before_the_service_does() throws Exception {
        // When
        rotate("broker-triage");

        // Then
        assertThat(secrets.resolve("broker-triage")).content().hasSize(48);
        assertThat(folder.resolve("restarts")).content().isEqualTo("broker\ntriage\n");
    }

    @Test
    void what_is_none_is_refused_with_all_that_are() {
        assertThatThrownBy(() -> rotate("partners"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("cannot be replaced")
                .hasMessageContaining("postgres-intake-owner")
                .hasMessageContaining("notify-wrapping");
    }

    /** notify-service must not start without the secret that its rows are sealed with; Docker here notes those with which it does. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void what_the_old_wrapping_secret_sealed_is_sealed_again_before_that_goes(int failing) throws Exception {
        // Given
        String notes = """
                cd '%s'
                case "$*" in
                  *restart*) test ! -e stuck || test "$(cat starts 2> /dev/null | wc -l)" -ne %d || exit 1
                    echo $(tr '\\t' '\\n' < etc/secrets/notify-wrapping | sed 's/^old$/OLD/; t; s/.*/NEW/') >> starts ;;
                esac""".formatted(folder, failing);
        programs.place("docker", notes);
        if (failing >= 0) {
            Files.createFile(folder.resolve("stuck"));
            assertThatThrownBy(() -> rotate("notify-wrapping")).isInstanceOf(StackFailure.class);
            assertThat(server().rotating()).containsExactly("notify-wrapping");
            Files.delete(folder.resolve("stuck"));
        }

        // When
        rotate("notify-wrapping");

        // Then
        assertThat(Files.readAllLines(folder.resolve("starts"))).containsExactly("NEW OLD", "NEW");
        assertThat(secrets.resolve("notify-wrapping")).content().hasSize(48);
        assertThat(server().rotating()).isEmpty();
    }

    /** Docker here is intake-service, which notes the mailbox that it has, and the canary, which notes its receipt, and stops. */
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "*init*", "*stop*canary*", "*up*intake*", "*restart*canary*"})
    void no_canary_tip_is_sent_to_a_mailbox_that_intake_does_not_know(String failing) throws Exception {
        // Given
        Files.writeString(secrets.resolve("canary-receipt"), "old receipt");
        Files.createDirectory(folder.resolve("etc/canary"));
        Files.writeString(folder.resolve("etc/env"), "PENAH_CANARY_MAILBOX=old\nPENAH_ONION=abc.onion\n");
        Path compose = Files.writeString(folder.resolve("compose.yaml"), "image: penah/canary:0.1.0\n");
        String notes = """
                cd '%s'
                case "$*" in
                  %s) test -e mended || exit 1 ;;
                esac
                case "$*" in
                  *init*) next=etc/secrets/canary-receipt.next
                    test -e $next || echo "new receipt $$" > $next
                    cat $next | tr -d '\n' | tr ' ' '-' ;;
                  *stop*canary*) echo stopped > canary ;;
                  *wait*intake*) test "$(cat canary)" = stopped && cp etc/env intake ;;
                  *restart*canary*) cp etc/secrets/canary-receipt canary ;;
                esac""".formatted(folder, failing);
        programs.place("docker", notes);
        Rotation rotation =
                new Rotation(new Installation(compose, folder.resolve("etc"), programs.first()), Duration.ZERO);
        if (!failing.equals("nothing")) {
            assertThatThrownBy(() -> rotation.run("canary-receipt", false)).isInstanceOf(StackFailure.class);
        }
        Files.createFile(folder.resolve("mended"));

        // When
        rotation.run("canary-receipt", false);

        // Then
        String receipt = Files.readString(secrets.resolve("canary-receipt")).strip();
        assertThat(receipt).startsWith("new receipt");
        assertThat(folder.resolve("canary")).content().isEqualToIgnoringNewLines(receipt);
        assertThat(folder.resolve("intake"))
                .content()
                .isEqualTo("PENAH_ONION=abc.onion\nPENAH_CANARY_MAILBOX=%s\n".formatted(receipt.replace(' ', '-')));
        assertThat(folder.resolve("etc/canary/mailbox")).content().isEqualTo(receipt.replace(' ', '-'));
        assertThat(server().rotating()).isEmpty();
    }

    @Test
    void two_at_once_are_refused_and_the_first_comes_to_its_end() throws Exception {
        // Given
        Path begun = folder.resolve("begun");
        Path goOn = folder.resolve("go-on");
        Command.of("sh", "-c", "mkfifo '" + goOn + "'").succeed();
        docker("touch '%s'; timeout 60 cat '%s' > /dev/null".formatted(begun, goOn));
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> rotateUnchecked("postgres-intake"));
        await().until(() -> Files.exists(begun));

        // When
        for (String name : List.of("postgres-intake", "broker-triage", "onion")) {
            assertThatThrownBy(() -> rotate(name))
                    .isInstanceOf(StackFailure.class)
                    .hasMessageMatching(
                            "a rotation runs, since \\S+ \\S+ UTC; look again when it has ended\\. Nothing was changed\\.");
        }
        assertThat(server().rotating()).containsExactly("postgres-intake");

        // Then
        Files.writeString(goOn, "");
        first.get(1, TimeUnit.MINUTES);
        assertThat(secrets.resolve("postgres-intake")).content().hasSize(48).isEqualTo(Files.readString(known));
        assertThat(server().rotating()).isEmpty();
        rotate("broker-triage");
    }

    private void rotateUnchecked(String name) {
        try {
            rotate(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rotate(String name) throws IOException {
        new Rotation(server(), Duration.ZERO).run(name, false);
    }

    private Installation server() {
        return new Installation(Path.of("compose.yaml"), folder.resolve("etc"), programs.first());
    }

    private void docker(String beforeTaking) throws IOException {
        programs.place("docker", DOCKER.formatted(folder, beforeTaking));
    }
}
