package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.penah.stack.StackFailure;
import org.penah.stack.doctor.OtherPrograms;

/**
 * Asks Docker about a server on this machine, and starts its services again.
 *
 * @param composition its {@code compose.yaml}
 * @param home the folder of its settings
 */
record Installation(Path composition, Path home, OtherPrograms programs) {

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    Path keys() {
        return home.resolve("keys");
    }

    /**
     * Whether a service's container is there, running or not.
     *
     * @throws StackFailure if Docker does not answer
     */
    boolean has(String service) throws IOException {
        String label = "label=com.docker.compose.";
        return !programs.ask(
                        PATIENCE,
                        "docker",
                        "ps",
                        "--all",
                        "--quiet",
                        "--filter",
                        label + "project=penah",
                        "--filter",
                        label + "service=" + service)
                .orElseThrow(() -> new StackFailure("Docker does not answer. Nothing was changed."))
                .isBlank();
    }

    /**
     * Starts a service again, with the files that lie in its settings now, and waits until it is healthy.
     *
     * @throws StackFailure if it does not become so
     */
    void restart(String service) throws IOException {
        if (compose("restart", service).isEmpty()
                || compose("--env-file", home.resolve("env").toString(), "up", "--detach", "--wait", service)
                        .isEmpty()) {
            throw new StackFailure(
                    "%s does not start: docker compose -f stack/compose.yaml logs %s".formatted(service, service));
        }
    }

    /** A service's metrics; empty if it does not answer. */
    Optional<String> metrics(String service, int port) throws IOException {
        return compose(
                "exec",
                "-T",
                service,
                "java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-cp",
                "/penah",
                "Healthy",
                "http://127.0.0.1:" + port + "/q/metrics");
    }

    /** Where the sealed tips lie on this machine. */
    Path blobs() throws IOException {
        return programs.ask(PATIENCE, "docker", "volume", "inspect", "--format", "{{.Mountpoint}}", "penah_blobs")
                .map(Path::of)
                .orElseThrow(() -> new StackFailure("Docker has no volume penah_blobs: is the server installed?"));
    }

    /** A command of docker compose. */
    List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(List.of("docker", "compose", "-f", composition.toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    private Optional<String> compose(String... arguments) throws IOException {
        List<String> all = command(arguments);
        return programs.ask(PATIENCE, all.get(0), all.subList(1, all.size()).toArray(String[]::new));
    }
}
