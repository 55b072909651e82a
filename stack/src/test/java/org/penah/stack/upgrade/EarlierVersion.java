package org.penah.stack.upgrade;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Another version of the repository beside this one, with its services built: {@code target/earlier/<commit>}. */
final class EarlierVersion {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private EarlierVersion() {}

    /** The full name of a commit, or nothing if git or the commit is not there. */
    static Optional<String> commit(String revision) throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--verify", "--quiet", revision + "^{commit}")
                    .directory(REPOSITORY.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return git.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }

    /** The folder of its sources; built now unless an earlier run has built it. */
    static Path built(String commit) throws IOException, InterruptedException {
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

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        File log = Path.of("target/earlier.log").toFile();
        int ended = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IOException(command[0] + " ended with " + ended + "; what it said is in " + log);
        }
    }
}
