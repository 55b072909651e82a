package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.penah.stack.state.Ports;

/** Looks at the containers of {@code stack/compose.yaml} on this machine. */
final class Server {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A JVM starts for it, in a container. */
    private static final Duration PATIENCE_INSIDE = Duration.ofSeconds(20);

    private static final String ONLY_SOME = "Only a server installed by docs/install.md and the system tests need it";

    /** Those run once and end, before the service begins whose database they bring up to date. */
    private static final String MIGRATIONS = "-migrations";

    private final Path composition;
    private final Path home;
    private final OtherPrograms programs;

    /** @param name as in the composition */
    record Container(String name, String state, String status) {}

    /** @param home where docs/install.md has put what a server is told; nothing is there if none was installed */
    Server(Path composition, Path home, OtherPrograms programs) {
        this.composition = composition;
        this.home = home;
        this.programs = programs;
    }

    /** Empty, too, if nobody answers who could know. */
    List<Container> containers() throws IOException {
        return programs
                .ask(
                        PATIENCE,
                        "docker",
                        "ps",
                        "--all",
                        "--filter",
                        "label=com.docker.compose.project=penah",
                        "--format",
                        "{{.Label \"com.docker.compose.service\"}}|{{.State}}|{{.Status}}")
                .stream()
                .flatMap(String::lines)
                .map(line -> line.split("\\|", 3))
                .filter(words -> words.length == 3)
                .map(words -> new Container(words[0], words[1], words[2]))
                .toList();
    }

    /** Whether Docker can run a server; each container, and the alarms of the services among them. */
    List<Finding> findings(List<Container> containers) throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(docker());
        if (containers.isEmpty() && Files.exists(home)) {
            findings.add(Finding.bad(
                    "server",
                    "none of its containers exists, though %s does".formatted(home),
                    "docker compose --env-file %s/env -f stack/compose.yaml up --detach --wait".formatted(home)));
        }
        for (Container container : containers) {
            Finding finding = look(container);
            findings.add(finding);
            Optional<Service> service = Service.named(container.name());
            if (finding.status() == Finding.Status.OK && service.isPresent()) {
                findings.addAll(service.get().alarms(metrics(service.get())));
            }
        }
        return findings;
    }

    private Finding docker() throws IOException {
        if (programs.find("docker").isEmpty()) {
            return missing("is not there", " (Debian: docker.io, docker-cli).");
        }
        if (programs.ask(PATIENCE, "docker", "info").isEmpty()) {
            return missing("does not answer", ": start it, or ask as root.");
        }
        if (programs.ask(PATIENCE, "docker", "compose", "version").isEmpty()) {
            return missing("has no compose", " (Debian: docker-compose).");
        }
        return Finding.ok("docker", "answers, and has compose");
    }

    private Finding missing(String found, String remedy) {
        return Files.exists(home)
                ? Finding.bad("docker", found, "The server of %s needs it%s".formatted(home, remedy))
                : Finding.warn("docker", found, ONLY_SOME + remedy);
    }

    private Finding look(Container container) {
        String logs = "docker compose -f stack/compose.yaml logs " + container.name();
        if (container.name().endsWith(MIGRATIONS) && container.status().startsWith("Exited (0)")) {
            return Finding.ok(container.name(), "has finished");
        }
        if (!container.state().equals("running")) {
            return Finding.bad(container.name(), "does not run: " + container.status(), logs);
        }
        if (container.status().contains("unhealthy")) {
            return Finding.bad(container.name(), "runs but is not healthy", logs);
        }
        if (container.status().contains("starting")) {
            return Finding.warn(container.name(), "is starting", logs);
        }
        return Finding.ok(container.name(), container.status());
    }

    /** Its management port is reached by nothing outside of its container. */
    private Optional<String> metrics(Service service) throws IOException {
        return programs.ask(
                PATIENCE_INSIDE,
                "docker",
                "compose",
                "-f",
                composition.toString(),
                "exec",
                "-T",
                service.program(),
                "java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-cp",
                "/penah",
                "Healthy",
                "http://127.0.0.1:" + Ports.usual().of(service.management()) + Service.METRICS);
    }
}
