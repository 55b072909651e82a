package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;

/** Whose key is listed; what that is worth, {@code AccessIT} asks a tor. */
class StaffOnionTest {

    private static final String KEY = "descriptor:x25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static final String OTHER = "descriptor:x25519:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

    @TempDir
    Path folder;

    private Path clients;
    private StaffOnion onion;

    @BeforeEach
    void install() throws IOException {
        clients = Files.createDirectories(folder.resolve("staff-onion/clients"));
        FakePrograms programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        programs.place("docker", "echo \"$*\" >> '%1$s/asked'; ls '%2$s' >> '%1$s/asked'".formatted(folder, clients));
        onion = new StaffOnion(new Installation(Path.of("compose.yaml"), folder, programs.first()));
    }

    @Test
    void tor_starts_again_with_each_key_that_is_listed_and_without_each_that_is_not_any_more() throws Exception {
        // When
        onion.add("leyla", OTHER);
        onion.add("leyla", KEY + "\n");
        onion.add("orkhan", OTHER);
        onion.remove("orkhan");

        // Then
        String again = """
                compose -f compose.yaml restart staff-onion
                %1$scompose -f compose.yaml --env-file %2$s/env up --detach --wait staff-onion
                %1$s""";
        String leyla = again.formatted("leyla.auth\n", folder);
        assertThat(folder.resolve("asked"))
                .content()
                .isEqualTo(leyla + leyla + again.formatted("leyla.auth\norkhan.auth\n", folder) + leyla);
        assertThat(clients.resolve("leyla.auth")).content().isEqualTo(KEY + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "leyla, descriptor:x25519:AAAA, a key is a line",
        "leyla, '" + KEY + "=', a key is a line",
        "../leyla, " + KEY + ", a name has small letters",
        "Leyla, " + KEY + ", a name has small letters"
    })
    void what_is_no_name_or_no_key_changes_nothing(String name, String key, String why) {
        assertThatThrownBy(() -> onion.add(name, key))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("Nothing was changed.");
        assertThat(clients).isEmptyDirectory();
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    @Test
    void somebody_who_is_not_listed_cannot_be_removed() {
        assertThatThrownBy(() -> onion.remove("leyla"))
                .isInstanceOf(StackFailure.class)
                .hasMessage("leyla is not listed. Nothing was changed.");
    }

    @Test
    void a_server_from_before_there_was_the_onion_says_what_is_missing() throws Exception {
        Files.delete(clients);

        assertThatThrownBy(() -> onion.add("leyla", KEY))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("docs/operations.md makes it");
    }
}
