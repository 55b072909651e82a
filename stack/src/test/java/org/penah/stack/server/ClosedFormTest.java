package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;

/** Who closes the form finds it closed until somebody opens it. */
class ClosedFormTest {

    @TempDir
    Path folder;

    @Test
    void closed_stays_in_the_settings_until_somebody_opens_it() throws Exception {
        // Given
        Path env = Files.writeString(folder.resolve("env"), "PENAH_ONION=abc.onion\n");
        Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-r--r--"));
        FakePrograms programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "valuable");
        Files.createSymbolicLink(folder.resolve("env.new"), elsewhere);
        programs.place("docker", "echo \"$*\" >> '%s/asked'".formatted(folder));
        ClosedForm form = new ClosedForm(new Installation(Path.of("compose.yaml"), folder, programs.first()));

        // When
        form.close();
        form.close();

        // Then
        assertThat(form.isClosed()).isTrue();
        assertThat(env).content().isEqualTo("PENAH_ONION=abc.onion\nPENAH_CLOSED=1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env)))
                .isEqualTo("rw-r--r--");
        assertThat(folder.resolve("asked"))
                .content()
                .isEqualTo("compose -f compose.yaml stop tor\ncompose -f compose.yaml --env-file %s create tor\n"
                        .formatted(env)
                        .repeat(2));

        assertThat(elsewhere).content().isEqualTo("valuable");

        // When
        form.open();

        // Then
        assertThat(form.isClosed()).isFalse();
        assertThat(env).content().isEqualTo("PENAH_ONION=abc.onion\n");
        assertThat(folder.resolve("asked"))
                .content()
                .endsWith("compose -f compose.yaml --env-file %s up --detach --wait tor\n".formatted(env));
    }

    @Test
    void a_disk_that_is_full_keeps_no_form_open() throws Exception {
        // Given
        Files.writeString(folder.resolve("env"), "PENAH_ONION=abc.onion\n");
        Files.writeString(Files.createDirectory(folder.resolve("env.new")).resolve("file"), "in the way");
        FakePrograms programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        programs.place("docker", "echo \"$*\" >> '%s/asked'".formatted(folder));
        ClosedForm form = new ClosedForm(new Installation(Path.of("compose.yaml"), folder, programs.first()));

        // When
        assertThatThrownBy(form::close)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("The form is closed now, but the next update opens it");

        // Then
        assertThat(folder.resolve("asked")).content().isEqualTo("compose -f compose.yaml stop tor\n");
    }
}
