package org.penah.stack.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.penah.testbed.program.Command;

/** Another version of the repository beside this one, with its services built: {@code target/earlier/<commit>}. */
final class EarlierVersion {

    private static final Duration LONGEST_BUILD = Duration.ofMinutes(20);
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private EarlierVersion() {}

    /** The full name of a commit, or nothing if git or the commit is not there. */
    static Optional<String> commit(String revision) throws InterruptedException {
        Command.Ended git = Command.of("git", "rev-parse", "--verify", "--quiet", revision + "^{commit}")
                .in(REPOSITORY)
                .run();
        return git.exit() == 0 ? Optional.of(git.text().strip()) : Optional.empty();
    }

    /** The folder of its sources; built now unless an earlier run has built it. */
    static Path built(String commit) throws IOException {
        Path sources = Path.of("target/earlier", commit).toAbsolutePath();
        Path done = sources.resolve("built");
        if (!Files.exists(done)) {
            Files.createDirectories(sources);
            Path archive = sources.resolveSibling(commit + ".tar");
            run(REPOSITORY, "git", "archive", "--output=" + archive, commit);
            run(sources, "tar", "-xf", archive.toString());
            Files.delete(archive);
            run(
                    sources,
                    "mvn",
                    "-B",
                    "-ntp",
                    "-q",
                    "-DskipTests",
                    "-Dmaven.test.skip",
                    "-Dspotless.skip",
                    "-pl=intake-service,triage-service,notify-service",
                    "-am",
                    "package");
            Files.createFile(done);
        }
        return sources;
    }

    private static void run(Path folder, String... command) {
        Command.of(List.of(command)).in(folder).within(LONGEST_BUILD).succeed();
    }
}
