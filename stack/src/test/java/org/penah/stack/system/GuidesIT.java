package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody who has read only the guides: every block that says {@code sh}, in its order, from the folder of the repository. Blocks that say
 * {@code sh root}, {@code sh systemd} or {@code sh cluster} need what a test has not; the shell reads them and runs nothing.
 */
class GuidesIT {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK =
            Pattern.compile("^```sh( root| cluster| systemd)?\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final long PATIENCE = 480;

    record Block(String guide, String commands) {

        @Override
        public String toString() {
            return guide + ": " + commands.lines().findFirst().orElse("");
        }
    }

    @BeforeAll
    static void haveWhatTheGuidesAskFor() {
        for (String program : List.of("kubectl", "tor", "openssl")) {
            boolean found = Stream.of(System.getenv("PATH").split(":", -1))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (!found) {
                System.out.println("SKIPPED: no " + program + " is installed; see .ci/run");
            }
            assumeTrue(found, "no " + program + " is installed");
        }
    }

    static Stream<Block> blocks() throws IOException {
        return Stream.concat(read("docs/install.md", true), read("docs/operations.md", true));
    }

    static Stream<Block> others() throws IOException {
        return Stream.concat(read("docs/install.md", false), read("docs/operations.md", false));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_block_does_what_it_says(Block block) throws Exception {
        // When
        Path output = Files.createTempFile("guide", ".log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block.commands())
                .directory(REPOSITORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // The build that runs this test has made the jars.
        builder.environment().put("PENAH_NO_BUILD", "yes");
        Process shell = builder.start();
        boolean ended = shell.waitFor(PATIENCE, TimeUnit.SECONDS);
        if (!ended) {
            shell.descendants().forEach(ProcessHandle::destroy);
            shell.destroy();
        }

        // Then
        assertThat(ended && shell.exitValue() == 0)
                .as("%s\n%s", block.commands(), Files.readString(output))
                .isTrue();
        Files.delete(output);
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_block_for_elsewhere_can_at_least_be_read_by_a_shell(Block block) throws Exception {
        Process shell = new ProcessBuilder("bash", "-n", "-c", block.commands())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
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
