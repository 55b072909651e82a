package org.penah.stack.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.penah.stack.process.PidFile;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;

/** The state folder of {@code ./penah up}, and the programs that run from it. */
final class LocalStack {

    private static final String HEALTH = "/q/health/ready";
    private static final Set<PosixFilePermission> OF_THE_OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path state;
    private final Loopback loopback;

    LocalStack(Path state, Loopback loopback) {
        this.state = state;
        this.loopback = loopback;
    }

    /** Whether others of this machine can look into it. */
    Finding folder() throws IOException {
        if (!Files.isDirectory(state)) {
            return Finding.ok("state", "there is no %s yet; the first ./penah up makes it".formatted(state));
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(state);
        if (!OF_THE_OWNER.containsAll(rights)) {
            return Finding.bad(
                    "state",
                    "other users of this machine can enter %s (%s)"
                            .formatted(state, PosixFilePermissions.toString(rights)),
                    "chmod 700 " + state);
        }
        if ((int) Files.getAttribute(state, "unix:uid") != new UnixSystem().getUid()) {
            return Finding.bad("state", state + " belongs to somebody else", "Run as its owner, or use --state DIR.");
        }
        return Finding.ok("state", state + " is yours alone");
    }

    List<Finding> programs() throws IOException {
        List<String> running = running();
        if (running.isEmpty()) {
            return List.of(Finding.ok("programs", "none runs"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("programs", String.join(", ", running)));
        Ports ports = Ports.keptIn(state).orElse(Ports.usual());
        for (Service service : Service.values()) {
            findings.addAll(look(service, ports.of(service.management())));
        }
        return findings;
    }

    boolean runs() throws IOException {
        return !running().isEmpty();
    }

    private List<String> running() throws IOException {
        Path notes = state.resolve("run");
        if (!Files.isDirectory(notes)) {
            return List.of();
        }
        List<String> running = new ArrayList<>();
        for (PidFile note : PidFile.in(notes)) {
            if (note.running().isPresent()) {
                running.add(note.program());
            }
        }
        return running.stream().sorted().toList();
    }

    private List<Finding> look(Service service, int port) throws IOException {
        String name = service.program();
        Path log = state.resolve("logs").resolve(name + ".log");
        Optional<String> health = loopback.get(port, HEALTH);
        if (health.isEmpty()) {
            return List.of(Finding.bad(
                    name,
                    "does not answer on port " + port,
                    "Its last lines are in %s; ./penah up starts it.".formatted(log)));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
                isUp(health.get())
                        ? Finding.ok(name, "is ready on port %d; its log is %s".formatted(port, log))
                        : Finding.bad(
                                name,
                                "runs but is not ready",
                                "Its database or its broker is unreachable; see %s.".formatted(log)));
        findings.addAll(service.alarms(loopback.get(port, Service.METRICS)));
        return findings;
    }

    private static boolean isUp(String health) {
        try {
            return new ObjectMapper().readTree(health).path("status").asText().equals("UP");
        } catch (JsonProcessingException somebodyElseAnswers) {
            return false;
        }
    }

    /** The ports that {@code ./penah up} would use, regardless of the state folder, and those of {@code --free-ports}. */
    List<Finding> ports() {
        List<Finding> findings = new ArrayList<>();
        findings.add(look(
                Ports.usual(),
                "all are free",
                "taken by other programs: ",
                "Stop those, or use --free-ports; without it ./penah up does not start."));
        Ports.keptIn(state)
                .map(kept -> look(
                        kept,
                        "those kept by --free-ports are free, too",
                        "of those kept by --free-ports, other programs took: ",
                        "Stop those, or forget the numbers: rm " + state.resolve("ports")))
                .ifPresent(findings::add);
        return findings;
    }

    private static Finding look(Ports ports, String free, String taken, String remedy) {
        String numbers = ports.taken(EnumSet.allOf(Port.class)).stream()
                .map(port -> ports.of(port) + " (" + port.label() + ")")
                .collect(Collectors.joining(", "));
        return numbers.isEmpty() ? Finding.ok("ports", free) : Finding.warn("ports", taken + numbers, remedy);
    }
}
