package org.penah.stack.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/**
 * Somebody who has read only the guides: every block that says {@code sh}, in its order, from the folder of the repository. Blocks that say
 * {@code sh root}, {@code sh systemd} or {@code sh cluster} need what a test has not; the shell reads them and runs nothing.
 */
class GuidesIT {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK =
            Pattern.compile("^```sh( root| cluster| systemd)?\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    record Block(String guide, String commands) {

        @Override
        public String toString() {
            return guide + ": " + commands.lines().findFirst().orElse("");
        }
    }

    @BeforeAll
    static void haveWhatTheGuidesAskFor() {
        Programs.orSkip("kubectl", "tor", "openssl");
    }

    static Stream<Block> blocks() throws IOException {
        return Stream.concat(read("docs/install.md", true), read("docs/operations.md", true));
    }

    static Stream<Block> others() throws IOException {
        return Stream.concat(read("docs/install.md", false), read("docs/operations.md", false));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_block_does_what_it_says(Block block) {
        // When
        Command guide = Command.of("bash", "-euo", "pipefail", "-c", block.commands())
                .in(REPOSITORY)
                // The build that runs this test has made the jars.
                .with("PENAH_NO_BUILD", "yes")
                .within(PATIENCE);

        // Then
        guide.succeed();
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_block_for_elsewhere_can_at_least_be_read_by_a_shell(Block block) {
        Command.of("bash", "-n", "-c", block.commands()).succeed();
    }

    private static Stream<Block> read(String guide, boolean here) throws IOException {
        return BLOCK
                .matcher(Files.readString(REPOSITORY.resolve(guide)))
                .results()
                .filter(found -> here == (found.group(1) == null))
                .map(found -> new Block(guide, found.group(2)))
                .toList()
                .stream();
    }
}
