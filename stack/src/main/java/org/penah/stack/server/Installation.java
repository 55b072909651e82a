package org.penah.stack.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.stack.Repository;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms;
import org.penah.stack.process.OtherPrograms.Input;

/**
 * A server on this machine, of which Docker is asked.
 *
 * @param composition its {@code compose.yaml}
 * @param home the folder of its settings
 */
public record Installation(Path composition, Path home, OtherPrograms programs) {

    /** Where docs/install.md has root put what an installed server is told, as in stack/compose.yaml. */
    private static final String USUAL_HOME = "/etc/penah";

    /** The users of containers read such; nobody else enters the home. */
    static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final String MANIFEST = "keys.json";
    private static final String KEYS_OF_DESK = "keys-desk";

    /** As stack/compose.yaml has it. */
    private static final String DESK_READS = "PENAH_DESK_KEYS";

    private static final String NEXT = ".next";

    /** As stack/compose.yaml has it. */
    private static final String LOG = "file:/tmp/log";

    /** A JVM starts for it, in a container. */
    private static final Duration PATIENCE_INSIDE = Duration.ofSeconds(20);

    /** The server of this machine; none need be installed. */
    public static Installation here() {
        return new Installation(
                Repository.ofThisProgram().root().resolve("stack/compose.yaml"),
                Path.of(System.getenv().getOrDefault("PENAH_HOME", USUAL_HOME)),
                OtherPrograms.ofThisShell());
    }

    /** What sources seal to: the desk has said that it has all of it. */
    Path keys() {
        return home.resolve("keys");
    }

    /** What the desk reads at its start; the same, or newer while an import runs. */
    Path keysOfDesk() {
        return home.resolve(KEYS_OF_DESK);
    }

    /** There only while files of keys are written. */
    Path keysToCome() {
        return home.resolve("keys-new");
    }

    /** Of an import by an earlier version that broke off. */
    Path keysBefore() {
        return home.resolve("keys-before");
    }

    /** Has the desk read its folder; before the first import by this version it reads that of the form. */
    void readKeysOfDesk() throws IOException {
        if (!setting(DESK_READS).equals(Optional.of(KEYS_OF_DESK))) {
            set(DESK_READS, KEYS_OF_DESK);
        }
    }

    /** Whether an import of keys runs, or was interrupted: the desk may have other keys than those that sources seal to. */
    public boolean isImportingKeys() throws IOException {
        if (Files.exists(keysToCome()) || Files.exists(keysBefore())) {
            return true;
        }
        if (!Files.exists(keysOfDesk())) {
            return false;
        }
        Path here = keysOfDesk().resolve(MANIFEST);
        Path confirmed = keys().resolve(MANIFEST);
        return !Files.isRegularFile(here)
                || !Files.isRegularFile(confirmed)
                || Files.mismatch(here, confirmed) >= 0
                || !new BroughtKeys(keysOfDesk()).sealed().isEmpty();
    }

    /** What docker compose is told on this server; need not exist. */
    public Path settings() {
        return home.resolve("env");
    }

    /** The last value that the settings give a name; empty if none. */
    public Optional<String> setting(String name) throws IOException {
        return settingLines().stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .reduce((earlier, last) -> last);
    }

    List<String> settingLines() throws IOException {
        return Files.exists(settings()) ? Files.readAllLines(settings()) : List.of();
    }

    /** Gives one name a value; what somebody else has put there stays. */
    void set(String name, String value) throws IOException {
        change(lines -> {
            lines.removeIf(line -> line.startsWith(name + "="));
            lines.add(name + "=" + value);
        });
    }

    /**
     * Changes the lines of the settings, alone for that moment: somebody may close the form whatever else runs, and its line must not be lost. Without
     * the others intake-service forgets its address.
     */
    void change(Consumer<List<String>> change) throws IOException {
        try (FileChannel channel =
                FileChannel.open(home.resolve("env.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Ends with the channel.
            channel.lock();
            List<String> lines = new ArrayList<>(settingLines());
            change.accept(lines);
            writeSettings(lines);
        }
    }

    private void writeSettings(List<String> lines) throws IOException {
        Path file = settings();
        write(
                file,
                String.join("\n", lines) + "\n",
                Files.exists(file) ? Files.getPosixFilePermissions(file) : READABLE);
    }

    /** Writes a file whole or not at all, also through a power cut. Whatever lies where it is written first, this follows no link. */
    static void write(Path file, String text, Set<PosixFilePermission> permissions) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.writeString(fresh, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(fresh, permissions);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * What the root key has signed, in force or not.
     *
     * @throws StackFailure if nothing is here that it signed
     */
    public KeyManifest manifest() throws IOException {
        return new BroughtKeys(keys()).signed();
    }

    /** When the last import brought it. */
    public Instant keysImported() throws IOException {
        return Files.getLastModifiedTime(keys().resolve(MANIFEST)).toInstant();
    }

    /** Beside the settings: there from the first change of a restore until all of the backup is back. */
    public Path restoring() {
        return beside("-restoring");
    }

    /** There from the first start of an installation until its form is open. */
    Path installing() {
        return home.resolve("installing");
    }

    /** Whether an installation runs, or was interrupted: the form is closed. */
    public boolean isInstalling() {
        return Files.exists(installing());
    }

    /**
     * A file that is there from before anything learns the next value of a password or key until nothing needs the last one. It holds that value,
     * or nothing.
     */
    Path next(String name) {
        return home.resolve("secrets").resolve(name + NEXT);
    }

    /** What {@code rotate} replaces now, or has begun to replace. */
    public Set<String> rotating() throws IOException {
        Path secrets = home.resolve("secrets");
        if (!Files.isDirectory(secrets)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(secrets)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(NEXT))
                    .map(name -> name.replaceFirst("(-public)?\\.next$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    Path beside(String end) {
        Path settings = home.toAbsolutePath();
        return settings.resolveSibling(settings.getFileName() + end);
    }

    /** Whether somebody has closed the form. */
    public boolean isClosed() throws IOException {
        return new ClosedForm(this).isClosed();
    }

    /**
     * Whether a service's container is there, running or not.
     *
     * @throws StackFailure if Docker does not answer
     */
    boolean has(String service) throws IOException {
        String label = "label=com.docker.compose.";
        return !docker(List.of(
                        "ps",
                        "--all",
                        "--quiet",
                        "--filter",
                        label + "project=penah",
                        "--filter",
                        label + "service=" + service))
                .isBlank();
    }

    /**
     * What Docker answers.
     *
     * @throws StackFailure if it does not
     */
    String docker(List<String> arguments) throws IOException {
        return programs.ask(PATIENCE, "docker", arguments.toArray(String[]::new))
                .orElseThrow(() -> new StackFailure("Docker does not answer. Nothing was changed."));
    }

    /**
     * Starts a service again, with the files that lie in its settings now, and waits until it is healthy.
     *
     * @throws StackFailure if it does not become so
     */
    void restart(String service) throws IOException {
        if (ask(PATIENCE, command("restart", service)).isEmpty()
                || ask(PATIENCE, up("up", "--detach", "--wait", service)).isEmpty()) {
            throw new StackFailure(
                    "%s does not start: docker compose -f stack/compose.yaml logs %s".formatted(service, service));
        }
    }

    /** What an address says that only a service's container reaches; empty if it does not answer. */
    public Optional<String> inside(String service, String address) throws IOException {
        List<String> all = command(
                "exec",
                "-T",
                service,
                "java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-cp",
                "/penah",
                "Healthy",
                address);
        return ask(PATIENCE_INSIDE, all);
    }

    /**
     * What a service has logged, at most the last 4 MB since it started.
     *
     * @throws StackFailure if it does not run, or keeps none there
     */
    String log(String service) throws IOException {
        return inside(service, LOG)
                .orElseThrow(() ->
                        new StackFailure("%s has no log in its memory: docker compose -f stack/compose.yaml logs %s"
                                .formatted(service, service)));
    }

    /** Where Docker keeps images and volumes. */
    Path dockerFolder() throws IOException {
        return Path.of(docker(List.of("info", "--format", "{{.DockerRootDir}}")).strip());
    }

    /** Where the content of a volume lies on this machine. */
    Path volume(String name) throws IOException {
        return programs.ask(PATIENCE, "docker", "volume", "inspect", "--format", "{{.Mountpoint}}", "penah_" + name)
                .map(Path::of)
                .orElseThrow(() ->
                        new StackFailure("Docker has no volume penah_%s: is the server installed?".formatted(name)));
    }

    /** A command of docker compose. */
    public List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(List.of("docker", "compose", "-f", composition.toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    /** One with the server's settings: without them intake-service would forget its onion address, and no profile is on. */
    public List<String> up(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--env-file", settings().toString()));
        all.addAll(List.of(arguments));
        return command(all.toArray(String[]::new));
    }

    /**
     * Runs a program that may be repeated.
     *
     * @throws StackFailure if it fails
     */
    void run(List<String> command) throws IOException {
        if (programs.run(command, Input.NONE) != 0) {
            throw new StackFailure(String.join(" ", command) + " failed. Repeat this.");
        }
    }

    /**
     * Keeps every other command from what the server has.
     *
     * @param what does, with its article
     * @throws StackFailure if another command does, or no server is here
     */
    ServerLock lock(String what) throws IOException {
        requireHome();
        return ServerLock.take(lockFile(), what);
    }

    /** The same, but a backup may go on. */
    ServerLock lockBesideBackup(String what) throws IOException {
        requireHome();
        return ServerLock.takeBesideBackup(lockFile(), what);
    }

    void requireHome() {
        if (!Files.isDirectory(home)) {
            throw new StackFailure(
                    "%s is not there, so no server is installed here. Nothing was changed.".formatted(home));
        }
    }

    /** Beside the settings, because a restore replaces them. */
    Path lockFile() {
        return beside(".lock");
    }

    static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Optional<String> ask(Duration patience, List<String> command) throws IOException {
        return programs.ask(
                patience, command.get(0), command.subList(1, command.size()).toArray(String[]::new));
    }
}
