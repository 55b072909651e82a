package org.penah.stack.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;

/**
 * Changes the release that a server runs: to a newer one that was signed, or back to the one before.
 *
 * <p>In the folder of releases, {@code current} and {@code previous} are links. {@code next} is there while an update runs, or after
 * one that failed. Images of the previous release keep a tag that ends in {@value #KEPT}.
 */
final class Releases {

    private static final String KEPT = "-previous";

    /** In an entry of CHANGELOG.md: why the release before it cannot work with what it leaves in the databases. */
    private static final String NO_WAY_BACK = "**No way back:**";

    /** A shell that stands there already stands in the folder that the link led to. */
    private static final String WORK_THERE = "Give every other command there: cd %s";

    /** A finding, as doctor prints it, with its remedy. */
    private static final Pattern BAD = Pattern.compile("^bad .*(\\n {9,}\\S.*)?", Pattern.MULTILINE);

    private final Installation server;
    private final Path running;
    private final Path folder;
    private final PrintWriter out;
    private final ToLongFunction<Path> free;

    Releases(Installation server, Path folder, PrintWriter out) {
        this(server, folder, out, place -> place.toFile().getUsableSpace());
    }

    /**
     * @param server whose root is what runs, where {@code current} does not say it
     * @param folder of the releases
     * @param free the bytes that are free where a folder is
     */
    Releases(Installation server, Path folder, PrintWriter out, ToLongFunction<Path> free) {
        this.free = free;
        this.server = server;
        this.running = server.composition().resolve("../..").normalize();
        this.folder = folder;
        this.out = out;
    }

    /** @throws StackFailure if a release runs here, and {@code server} is of another */
    static void requireCurrent(Installation server, Path folder) throws IOException {
        Path current = folder.resolve("current");
        if (Files.exists(current)
                && !Files.isSameFile(
                        current, server.composition().resolve("../..").normalize())) {
            throw new StackFailure(
                    "%1$s runs here, and this is another. Nothing was changed. Go there: cd %1$s".formatted(current));
        }
    }

    /** Verifies an archive, makes its images, and starts the services of that release in their order. */
    void update(Path archive) throws IOException {
        server.lock("an update").during(() -> bring(archive));
    }

    private void bring(Path archive) throws IOException {
        Release release = Release.verified(archive.toAbsolutePath(), key());
        Path current = target("current").orElse(running);
        Optional<String> runs = version(current);
        if (runs.isPresent()
                && (release.isOlderThan(runs.get()) || release.version().equals(runs.get()))) {
            throw new StackFailure("%s runs here, and %s is not newer. To go back: ./penah server rollback"
                    .formatted(runs.get(), release.version()));
        }
        List<String> images = images(current);
        requireRoom(release, images);
        say("%s is signed by %s.", archive.getFileName(), key().id());
        Path root = unpack(release);
        way(root, runs).ifPresent(why -> say("No way back from this release: %s", why));
        sayWhatIsBad(root);
        // One that failed has kept them, and may have made others by the same names.
        if (!Files.isSymbolicLink(folder.resolve("next"))) {
            keep(images);
        }
        link("next", root);
        // With Debian's packages of today, not those of the last update.
        run(List.of(root.resolve("stack/src/main/images/build").toString(), "--fresh"));
        start(root, List.of("notify"), List.of("triage"), List.of("intake", "tor"));
        link("previous", current);
        link("current", root);
        Files.delete(folder.resolve("next"));
        expire();
        say("Penah %s runs, from %s. Back to the release before: ./penah server rollback", release.version(), root);
        say(WORK_THERE, folder.resolve("current"));
    }

    /** A newer doctor may find bad what the one here did not look for; a container that is new comes with the update. */
    private void sayWhatIsBad(Path root) throws IOException {
        List<String> bad = BAD.matcher(said(List.of("sh", "-c", "\"$0\" server status || true", root + "/penah")))
                .results()
                .map(MatchResult::group)
                .filter(finding -> !finding.contains("has no container"))
                .toList();
        if (!bad.isEmpty()) {
            say("The doctor of the newer release finds this bad on this server:%n%s", String.join("\n", bad));
            say("While it does, no beat goes out, and the alarm program runs.");
        }
    }

    /** Starts the previous release again, with its images, or the current one after an update that failed. */
    void rollback() throws IOException {
        server.lock("a rollback").during(this::goBack);
    }

    private void goBack() throws IOException {
        if (server.rotating().contains(WrappingRotation.NAME)) {
            throw new StackFailure(
                    "notify-wrapping is being replaced, and an older release cannot read it meanwhile. First:"
                            + " ./penah server rotate notify-wrapping. Nothing was changed.");
        }
        Optional<Path> next = target("next");
        if (next.isEmpty() && Files.isSymbolicLink(folder.resolve("next"))) {
            throw new StackFailure("An update failed, and its files are gone: repeat it first. Nothing was changed.");
        }
        Path newer = next.or(() -> target("current")).orElseThrow(Releases::nothing);
        Path older = next.isPresent()
                ? target("current").orElse(running)
                : target("previous").orElseThrow(Releases::nothing);
        way(newer, version(older)).ifPresent(why -> {
            throw new StackFailure("There is no way back: %s Restore a backup from before instead.".formatted(why));
        });
        for (String image : images(older)) {
            run(List.of("docker", "tag", image + KEPT, image));
        }
        start(older, List.of("intake", "tor"), List.of("triage"), List.of("notify"));
        link("current", older);
        Files.deleteIfExists(folder.resolve("previous"));
        Files.deleteIfExists(folder.resolve("next"));
        say("%s runs again.", version(older).map("Penah "::concat).orElse(older.toString()));
        say(WORK_THERE, folder.resolve("current"));
    }

    private static StackFailure nothing() {
        return new StackFailure("No release before this one is here.");
    }

    private MinisignPublicKey key() throws IOException {
        Path file = server.home().resolve("release.pub");
        if (!Files.isRegularFile(file)) {
            throw new StackFailure(file + " is missing: the key that signs releases (docs/operations.md)");
        }
        try {
            return MinisignPublicKey.parse(Files.readString(file));
        } catch (GeneralSecurityException unreadable) {
            throw new StackFailure("%s: %s".formatted(file, unreadable.getMessage()));
        }
    }

    /** New images come beside those that run and those that ran before; a base is written twice before Docker takes it. */
    private void requireRoom(Release release, List<String> images) throws IOException {
        long unpacked = release.unpackedBytes();
        List<Long> sizes = sizes(images);
        long largest = sizes.stream().mapToLong(Long::longValue).max().orElse(0);
        new DiskSpace(free)
                .and(folder, unpacked)
                .and(
                        server.dockerFolder(),
                        sizes.stream().mapToLong(Long::longValue).sum())
                .and(Path.of("/var/tmp"), Math.max(unpacked, 2 * largest))
                .require("an update");
    }

    /** What an image shares with others counts for each: rather too much than too little. */
    private List<Long> sizes(List<String> images) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker", "image", "inspect", "--format", "{{.Size}}"));
        command.addAll(images);
        return said(command).lines().map(Long::valueOf).toList();
    }

    private Path unpack(Release release) throws IOException {
        String name = "penah-" + release.version();
        Path unpacked = folder.resolve("unpacked");
        Folders.delete(unpacked);
        Files.createDirectories(unpacked);
        run(List.of("tar", "-xzf", release.archive().toString(), "-C", unpacked.toString(), "--no-same-owner", name));
        Path root = unpacked.resolve(name);
        if (!version(root).equals(Optional.of(release.version()))) {
            throw new StackFailure("the archive holds another version than it is called");
        }
        // Of an update that failed; a rollback needs it until another is whole.
        Folders.delete(folder.resolve(name));
        Path here = Files.move(root, folder.resolve(name));
        Files.delete(unpacked);
        return here;
    }

    /** Under a tag that no build takes, and so no cleaning up, either. */
    private void keep(List<String> images) throws IOException {
        for (String image : images) {
            run(List.of("docker", "tag", image, image + KEPT));
        }
    }

    private List<String> images(Path root) throws IOException {
        return said(at(root).up("config", "--images"))
                .lines()
                .distinct()
                .sorted()
                .toList();
    }

    /** In the order of docs/operations.md, without test tips while two versions run. */
    @SafeVarargs
    private void start(Path root, List<String>... groups) throws IOException {
        run(at(root).up("stop", "canary"));
        for (List<String> services : groups) {
            up(root, services);
        }
        up(root, List.of("--remove-orphans"));
    }

    private void up(Path root, List<String> services) throws IOException {
        List<String> command = new ArrayList<>(at(root).up("up", "--detach", "--wait", "--wait-timeout", "600"));
        command.addAll(services);
        run(command);
    }

    private Installation at(Path root) {
        return new Installation(root.resolve("stack/compose.yaml"), server.home(), server.programs());
    }

    private void run(List<String> command) throws IOException {
        out.print(said(command));
        out.flush();
    }

    /** @throws StackFailure if it fails */
    private String said(List<String> command) throws IOException {
        Process process = server.programs().start(command);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StackFailure("this failed: %s%nRepeat the update, or go back: ./penah server rollback"
                        .formatted(String.join(" ", command)));
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Why an older release does not work after a newer one, which may have others between them; empty if it does. A clone is taken for the one before. */
    private static Optional<String> way(Path newer, Optional<String> older) throws IOException {
        Path changes = newer.resolve("CHANGELOG.md");
        Optional<String> version = version(newer);
        if (version.isEmpty() || !Files.exists(changes)) {
            return Optional.empty();
        }
        return Files.readString(changes)
                .lines()
                .dropWhile(line -> !line.startsWith("## " + version.get() + " "))
                .skip(1)
                .takeWhile(line ->
                        !line.startsWith(older.map(last -> "## " + last + " ").orElse("## ")))
                .filter(line -> line.contains(NO_WAY_BACK))
                .map(line -> line.substring(line.indexOf(NO_WAY_BACK) + NO_WAY_BACK.length())
                        .strip())
                .findFirst();
    }

    /** Empty for a clone of the repository. */
    private static Optional<String> version(Path root) throws IOException {
        Path file = root.resolve("VERSION");
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    private Optional<Path> target(String link) {
        Path path = folder.resolve(link);
        return Files.exists(path) ? Optional.of(path.toAbsolutePath()).map(Releases::real) : Optional.empty();
    }

    private static Path real(Path link) {
        try {
            return link.toRealPath();
        } catch (IOException gone) {
            throw new StackFailure(link + " leads nowhere");
        }
    }

    private void link(String name, Path to) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, to);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is neither current nor previous goes. */
    private void expire() throws IOException {
        List<Path> wanted = Stream.of("current", "previous")
                .flatMap(link -> target(link).stream())
                .toList();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.filter(path -> path.getFileName().toString().startsWith("penah-"))
                    .toList()) {
                if (!wanted.contains(each.toRealPath())) {
                    forgetImages(each, wanted);
                    Folders.delete(each);
                }
            }
        }
    }

    private void forgetImages(Path root, List<Path> wanted) throws IOException {
        Set<String> used = new HashSet<>();
        for (Path each : wanted) {
            used.addAll(images(each));
        }
        for (String image : images(root)) {
            if (!used.contains(image)) {
                server.programs().ask(Duration.ofMinutes(1), "docker", "image", "rm", image, image + KEPT);
            }
        }
    }

    private void say(String line, Object... arguments) {
        out.printf(line + "%n", arguments);
        out.flush();
    }
}
