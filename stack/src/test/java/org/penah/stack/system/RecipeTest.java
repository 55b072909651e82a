package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.program.Command;

/** The image of {@code SystemdIT} is that of its recipe; docker here keeps the label of the last one, and mmdebstrap makes nothing. */
class RecipeTest {

    @TempDir
    Path folder;

    @Test
    void an_image_is_made_again_once_its_recipe_has_changed_and_only_then() throws IOException {
        // Given
        FakePrograms programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        programs.place("docker", """
            case "$1" in
              image) cat '%1$s/label' ;;
              import) echo "$*" | sed 's/.*LABEL org.penah.recipe=\\([0-9a-f]*\\).*/\\1/' > '%1$s/label' ;;
            esac""".formatted(folder));
        programs.place("mmdebstrap", "echo made >> '%s/made'".formatted(folder));
        Path recipe = Files.copy(Path.of("src/test/install/systemd-debian"), folder.resolve("recipe"));

        // When
        make(recipe, programs);
        make(recipe, programs);
        Files.writeString(recipe, "# changed\n", StandardOpenOption.APPEND);
        make(recipe, programs);

        // Then
        assertThat(folder.resolve("made")).content().isEqualTo("made\nmade\n");
    }

    private static void make(Path recipe, FakePrograms programs) throws IOException {
        Command.of("bash", recipe.toString())
                .with("PATH", programs.folder() + ":" + System.getenv("PATH"))
                .succeed();
    }
}
