package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;

/** A new key is a new address, and loses nothing if it breaks off. */
class OnionKeyTest {

    @TempDir
    Path folder;

    private Path env;
    private Path key;
    private FakePrograms programs;
    private Installation server;
    private OnionKey onion;

    @BeforeEach
    void a_server_with_an_address() throws IOException {
        env = Files.writeString(folder.resolve("env"), "PENAH_ONION=old.onion\nPENAH_CLOSED=1\n");
        key = Files.createDirectories(folder.resolve("tor/penah")).resolve("hs_ed25519_secret_key");
        Files.writeString(key, "old");
        Files.createDirectory(folder.resolve("secrets"));
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        server = new Installation(Path.of("compose.yaml"), folder, programs.first());
        onion = new OnionKey(server);
    }

    /** tor makes a key when it starts and has none. */
    private void docker(String rest) throws IOException {
        programs.place("docker", """
            echo "$*" >> '%1$s/asked'
            case "$*" in
              volume*) echo '%1$s/tor' ;;
              *'up --detach tor') mkdir -p '%1$s/tor/penah'; test -e '%2$s' || echo new > '%2$s' ;;
              *'exec -T tor sh'*) echo new.onion ;;
              %3$s
            esac\
            """.formatted(folder, key, rest));
    }

    @Test
    void the_address_is_a_new_one_and_the_old_key_is_gone() throws Exception {
        // Given
        docker("");

        // When
        String address = onion.replace();

        // Then
        assertThat(address).isEqualTo("new.onion");
        assertThat(env).content().isEqualTo("PENAH_CLOSED=1\nPENAH_ONION=new.onion\n");
        assertThat(folder.resolve("tor").toFile().list()).containsExactly("penah");
        assertThat(key).content().isEqualTo("new\n");
        assertThat(folder.resolve("asked"))
                .content()
                .contains("rm --stop --force tor\n")
                .endsWith("--env-file %s up --detach --wait\n".formatted(env));
    }

    @Test
    void what_broke_off_is_repeated_with_one_more_key() throws Exception {
        // Given
        docker("*'up --detach --wait') exit 1 ;;");
        assertThatThrownBy(onion::replace).isInstanceOf(StackFailure.class).hasMessageContaining("Repeat this");
        assertThat(server.rotating()).containsExactly("onion");
        Files.writeString(key, "that of a thief");
        Files.writeString(env, "PENAH_ONION=old.onion\n");
        docker("");

        // When
        onion.replace();

        // Then
        assertThat(key).content().isEqualTo("new\n");
        assertThat(env).content().isEqualTo("PENAH_ONION=new.onion\n");
        assertThat(server.rotating()).isEmpty();
    }

    /** Code in tor's container puts a link where its key was. */
    @Test
    void no_link_leads_the_deletion_elsewhere() throws Exception {
        // Given
        Path elsewhere =
                Files.writeString(Files.createDirectory(folder.resolve("locks")).resolve("threat.1"), "valuable");
        Files.delete(key);
        Files.delete(key.getParent());
        Files.createSymbolicLink(key.getParent(), elsewhere.getParent());
        docker("");

        // When
        onion.replace();

        // Then
        assertThat(elsewhere).content().isEqualTo("valuable");
        assertThat(key).content().isEqualTo("new\n");
    }

    /** What runs in the old container can write there until it is gone. */
    @Test
    void the_old_container_is_gone_before_its_key_is() throws Exception {
        // Given
        docker("*'rm --stop --force tor') test -e '%s' && touch '%s' ;;".formatted(key, folder.resolve("in-order")));

        // When
        onion.replace();

        // Then
        assertThat(folder.resolve("in-order")).exists();
        assertThat(Files.readString(folder.resolve("asked")))
                .containsSubsequence("rm --stop --force tor", "up --detach tor");
    }

    @Test
    void an_address_that_stays_is_no_new_one() throws Exception {
        // Given
        docker("");
        Files.writeString(env, "PENAH_ONION=new.onion\n");

        // Then
        assertThatThrownBy(onion::replace)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("still has the key from before");
    }

    @Test
    void without_an_answer_of_docker_nothing_is_changed() throws Exception {
        // Given
        programs.place("docker", "exit 1");

        // Then
        assertThatThrownBy(onion::replace).isInstanceOf(StackFailure.class);
        assertThat(key).content().isEqualTo("old");
        assertThat(env).content().startsWith("PENAH_ONION=old.onion");
        assertThat(server.rotating()).isEmpty();
    }
}
