package org.penah.testbed.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds the programs that are installed on this machine. */
public final class Programs {

    /** Programs that a machine may lack; {@code .ci/programs} names the package that brings each. */
    public static final Set<String> OPTIONAL = Set.of(
            "age",
            "age-keygen",
            "chromium",
            "chromium-headless-shell",
            "curl",
            "docker",
            "docker-buildx",
            "docker-compose",
            "dockerd",
            "firefox-esr",
            "ip",
            "iptables",
            "kubectl",
            "minisign",
            "mmdebstrap",
            "nginx",
            "openssl",
            "promtool",
            "python3",
            "rabbitmq-server",
            "ssh",
            "ssh-keygen",
            "strace",
            "systemd-analyze",
            "tor",
            "unzip",
            "zip");

    /** Where Debian keeps servers, which are not on every PATH. */
    private static final List<String> SERVERS = List.of("/usr/sbin", "/usr/lib/rabbitmq/bin");

    private Programs() {}

    /** The program's file, if it is installed. */
    public static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), SERVERS.stream())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Skips the test, and says so, where one of these programs is not installed.
     *
     * @throws IllegalArgumentException if one is not in {@link #OPTIONAL}
     */
    public static void orSkip(String... programs) {
        for (String program : programs) {
            if (!OPTIONAL.contains(program)) {
                throw new IllegalArgumentException(program + " is not in Programs.OPTIONAL");
            }
            orSkip(find(program), program);
        }
    }

    /**
     * Skips the test, and says so, where something is not there.
     *
     * @param name what the reader would have to install
     * @return what is there
     */
    public static <T> T orSkip(Optional<T> found, String name) {
        return found.orElseGet(() -> {
            skip("no " + name + " is installed; see .ci/programs");
            throw new IllegalStateException("a skipped test goes on");
        });
    }

    /** Skips the test and prints why. */
    public static void skip(String why) {
        System.out.println("SKIPPED: " + why);
        Assumptions.abort(why);
    }
}
