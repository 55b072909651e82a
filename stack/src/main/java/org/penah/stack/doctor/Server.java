package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.ManifestState;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms;
import org.penah.stack.server.Backups;
import org.penah.stack.server.Installation;
import org.penah.stack.state.Ports;

/** Looks at the containers of {@code stack/compose.yaml} on this machine. */
final class Server {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String ONLY_SOME = "Only a server installed by docs/install.md and the system tests need it";

    /** Those run once and end, before the service begins whose database they bring up to date. */
    private static final String MIGRATIONS = "-migrations";

    private static final String TOR = "tor";
    private static final Map<String, Service> ONIONS = Map.of(TOR, Service.INTAKE, "staff-onion", Service.TRIAGE);
    private static final String OURS = "label=com.docker.compose.project=penah";
    private static final String OF_TOR = "label=com.docker.compose.service=" + TOR;
    private static final String RESTORE = "Repeat it: docs/operations.md#a-server-is-lost";
    private static final String IMPORT = "If it does not run, repeat it: ./penah server keys import FOLDER";
    private static final String INSTALL = "If it does not run, repeat it: ./penah server install FOLDER";
    private static final Pattern YOUNG = Pattern.compile("Up (\\d+ seconds|About a minute|[1-4] minutes).*");

    private final Installation installation;
    private final Path home;
    private final Backups backups;
    private final Precautions precautions;
    private final OtherPrograms programs;

    /** @param name as in the composition */
    record Container(String name, String state, String status) {}

    /**
     * @param installation nothing need be there
     * @param programsOfTimers the folder of the alarm program and the beat
     */
    Server(Installation installation, Backups backups, Path programsOfTimers) {
        this.installation = installation;
        this.backups = backups;
        this.precautions = new Precautions(installation, backups, programsOfTimers, Clock.systemUTC());
        this.home = installation.home();
        this.programs = installation.programs();
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
                        OURS,
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
        if (Files.exists(installation.restoring())) {
            findings.add(Finding.bad("restore", "one was interrupted: this is no whole server", RESTORE));
        }
        if (installation.isInstalling()) {
            findings.add(Finding.bad("install", "runs, or was interrupted: the form is closed", INSTALL));
        }
        if (installation.isImportingKeys()) {
            findings.add(Finding.warn("keys import", "runs, or was interrupted", IMPORT));
        }
        for (String name : installation.rotating()) {
            String repeat = "If it does not run, repeat it: ./penah server rotate " + name;
            findings.add(Finding.warn("rotation", "of %s runs, or was interrupted".formatted(name), repeat));
        }
        if (containers.isEmpty() && Files.exists(home)) {
            findings.add(Finding.bad("server", "none of its containers exists, though %s does".formatted(home), up()));
        }
        for (Container container : containers) {
            if (container.name().equals(TOR) && installation.isClosed()) {
                if (!installation.isInstalling()) {
                    findings.add(closed(container));
                }
                continue;
            }
            Finding finding = look(container);
            findings.add(finding);
            if (finding.status() == Finding.Status.OK) {
                findings.addAll(alarms(container));
            }
        }
        if (Files.exists(home)) {
            if (!containers.isEmpty()) {
                findings.addAll(absent(containers));
            }
            findings.addAll(precautions.findings());
            findings.add(keys());
            findings.addAll(new ServerMachine(
                            programs,
                            home,
                            backups.folder(),
                            Clock.systemUTC(),
                            place -> place.toFile().getUsableSpace())
                    .findings());
        }
        return findings;
    }

    private Finding closed(Container tor) throws IOException {
        boolean isOff = !tor.state().equals("running")
                || programs.ask(
                                PATIENCE,
                                "docker",
                                "ps",
                                "--no-trunc",
                                "--filter",
                                OURS,
                                "--filter",
                                OF_TOR,
                                "--format",
                                "{{.Command}}")
                        .filter(command -> command.contains("--DisableNetwork 1"))
                        .isPresent();
        return isOff
                ? Finding.warn("form", "somebody has closed it", "To open it: ./penah server open")
                : Finding.bad("form", "somebody has closed it, but tor is on the network", "./penah server close");
    }

    private List<Finding> alarms(Container container) throws IOException {
        Optional<Service> service = Service.named(container.name());
        if (service.isPresent()) {
            return service.get().alarms(metrics(service.get()));
        }
        // Tor needs minutes to make its way known; and only the container that it leads to reaches its metrics.
        Service behind = ONIONS.get(container.name());
        return behind == null || YOUNG.matcher(container.status()).matches()
                ? List.of()
                : Service.alarms(
                        container.name(),
                        installation.inside(behind.program(), "http://%s:9035/metrics".formatted(container.name())));
    }

    /** What the composition has, with the profiles that the server's settings switch on, and Docker has not. */
    private List<Finding> absent(List<Container> containers) throws IOException {
        Set<String> there = containers.stream().map(Container::name).collect(Collectors.toSet());
        List<String> command = installation.up("config", "--services");
        Optional<String> services = programs.ask(
                PATIENCE, command.get(0), command.subList(1, command.size()).toArray(String[]::new));
        if (services.isEmpty()) {
            return List.of(Finding.bad(
                    "server", "docker compose cannot read its settings", "It says why: " + String.join(" ", command)));
        }
        return services.get()
                .lines()
                .filter(name -> !there.contains(name))
                .sorted()
                .map(name -> Finding.bad(name, "has no container", up()))
                .toList();
    }

    private String up() {
        return "docker compose --env-file %s/env -f stack/compose.yaml up --detach --wait".formatted(home);
    }

    private Finding keys() throws IOException {
        try {
            KeyManifest manifest = installation.manifest();
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            if (manifest.stateOn(today) == ManifestState.NOT_YET_VALID) {
                return Finding.bad(
                        "keys",
                        "begin on %s, and here it is %s: the form is closed".formatted(manifest.notBefore(), today),
                        "Is the clock right (timedatectl)? If it is, they were brought too early: wait.");
            }
            return Finding.ok(
                    "keys",
                    "serial %d, imported on %s; %d days are left"
                            .formatted(
                                    manifest.serial(),
                                    LocalDate.ofInstant(installation.keysImported(), ZoneOffset.UTC),
                                    manifest.daysLeftOn(today)));
        } catch (StackFailure unreadable) {
            return Finding.bad(
                    "keys",
                    String.valueOf(unreadable.getMessage()),
                    "Bring the ceremony's folder: ./penah server keys import");
        }
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
            boolean ownLog = Service.named(container.name()).isPresent();
            return Finding.bad(
                    container.name(),
                    "runs but is not healthy",
                    ownLog ? "./penah server log " + container.name() : logs);
        }
        if (container.status().contains("starting")) {
            return Finding.warn(container.name(), "is starting", logs);
        }
        return Finding.ok(container.name(), container.status());
    }

    /** Its management port is reached by nothing outside of its container. */
    private Optional<String> metrics(Service service) throws IOException {
        return installation.inside(
                service.program(), "http://127.0.0.1:" + Ports.usual().of(service.management()) + Service.METRICS);
    }
}
