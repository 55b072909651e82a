package org.penah.stack.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.penah.ceremony.PrivateFile;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;
import org.penah.stack.alarm.Metrics;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;

/**
 * Brings what the ceremony made to an installed server: to the desk first, which takes over keys and takes away those of who
 * left, and only then to intake-service, so that no source ever seals to a key that the desk does not have.
 */
final class KeyImport {

    private static final String ABSENT = "penah_desk_epochs_absent";
    private static final String METRICS = "http://127.0.0.1:" + Ports.usual().of(Port.TRIAGE_MANAGEMENT) + "/q/metrics";

    /** How long to wait before the desk is asked again. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final String SERIAL = "penah_desk_keys_serial";

    private final Installation server;
    private final Clock clock;
    private final Duration patience;
    private final PrintWriter out;

    /** @param patience for how long the desk may take to say which keys it has */
    KeyImport(Installation server, Clock clock, Duration patience, PrintWriter out) {
        this.server = server;
        this.clock = clock;
        this.patience = patience;
        this.out = out;
    }

    /**
     * Whether a folder could be imported into a desk that has no keys.
     *
     * @param keys what the server had, as far as it is known
     */
    void requireWhole(Path folder, Path keys) throws IOException {
        BroughtKeys brought = new BroughtKeys(folder.toRealPath());
        brought.requireNoSecret();
        MinisignPublicKey root = new BroughtKeys(keys).root();
        brought.requireKeys(brought.verified(root, serialOf(keys, root), today()));
    }

    /** The same for a server that has none yet. */
    void requireWhole(Path folder) throws IOException {
        BroughtKeys brought = new BroughtKeys(folder.toRealPath());
        brought.requireNoSecret();
        brought.requireKeys(brought.verified(brought.root(), 0, today()), true);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    void run(Path folder, boolean forget) throws IOException {
        server.lock("an import of keys").during(() -> bring(folder, forget));
    }

    /** Of a command that keeps the others away already. */
    void bring(Path folder, boolean forget) throws IOException {
        boolean takenOver = take(folder);
        if (takenOver && forget) {
            forget(folder);
        } else if (takenOver) {
            say("Sealed copies of private keys still lie in %s: take it away from this server.", folder);
        }
    }

    /**
     * The same, and the folder stays as it is.
     *
     * @return whether a desk was here that has taken the keys over
     */
    boolean take(Path folder) throws IOException {
        Path keys = server.keys();
        if (folder.toRealPath().startsWith(server.home().toAbsolutePath())) {
            throw new StackFailure("%s is the server's own; bring the ceremony's folder elsewhere. Nothing was changed."
                    .formatted(folder));
        }
        undoInterrupted();
        BroughtKeys brought = new BroughtKeys(folder.toRealPath());
        BroughtKeys installed = new BroughtKeys(keys);
        brought.requireNoSecret();
        boolean first = !Files.exists(keys.resolve("root.pub"));
        if (!first) {
            installed.requireNoSecret();
        }
        MinisignPublicKey root = first ? brought.root() : installed.root();
        KeyManifest manifest = brought.verified(root, serialOf(keys, root), today());
        say(
                "The root key %s signed serial %d. Compare it with the paper: %s",
                root.id(), manifest.serial(), root.toBase64());
        boolean installedBefore = server.has("triage");
        toTheDesk(brought);
        if (!installedBefore) {
            toTheForm();
            say("The files are in place; no service is here yet to take the keys over.");
            return false;
        }
        try {
            server.restart("triage");
            requireTakenOver(manifest);
        } catch (StackFailure refused) {
            takeBack();
            throw refused;
        }
        // From here on there is no way back: the desk and the form refuse an older manifest than one that they have
        // seen.
        say("The desk has every key that sources seal to from now on, and took theirs from those who were removed.");
        toTheForm();
        destroy(new BroughtKeys(server.keysOfDesk()).sealed());
        server.restart("intake");
        say("Sources seal to these keys now.");
        return true;
    }

    /** Destroys the copies of private keys in a folder that was brought; somebody may have taken it away already. */
    void forget(Path folder) throws IOException {
        if (Files.exists(folder)) {
            destroy(new BroughtKeys(folder.toRealPath()).sealed());
            say("Destroyed the copies of private keys in %s.", folder);
        }
    }

    /** Versions before 2026-12-02 put new files in the place of those that the desk had said yes to, and kept these beside them. */
    private void undoInterrupted() throws IOException {
        Path confirmed = server.keysBefore();
        if (Files.exists(confirmed)) {
            destroy(server.keys());
            Files.move(confirmed, server.keys());
            say("An import was interrupted; the files from before it are back.");
        }
        destroy(server.home().resolve("keys-over"));
    }

    private static int serialOf(Path keys, MinisignPublicKey root) throws IOException {
        Path manifest = keys.resolve("keys.json");
        if (!Files.exists(manifest)) {
            return 0;
        }
        try {
            return KeyManifest.verify(
                            Files.readAllBytes(manifest), Files.readString(keys.resolve("keys.json.minisig")), root, 0)
                    .serial();
        } catch (GeneralSecurityException unsigned) {
            throw new StackFailure(
                    "%s is not signed by the root key beside it: somebody has changed it. Nothing was changed now."
                            .formatted(manifest));
        }
    }

    /** Where intake-service does not look: it may start again before the desk has said yes. */
    private void toTheDesk(BroughtKeys brought) throws IOException {
        brought.copyTo(emptied());
        put(server.keysOfDesk());
        server.readKeysOfDesk();
    }

    /** What the desk has, without copies of private keys. */
    private void toTheForm() throws IOException {
        Path fresh = emptied();
        new BroughtKeys(server.keysOfDesk()).copyTo(fresh);
        destroy(new BroughtKeys(fresh).sealed());
        put(server.keys());
    }

    private Path emptied() throws IOException {
        destroy(server.keysToCome());
        return server.keysToCome();
    }

    /** In one step, so that a power cut leaves either what was there or what comes. */
    private void put(Path place) throws IOException {
        Path fresh = server.keysToCome();
        if (Files.exists(place)) {
            server.run(List.of("mv", "--exchange", "--no-target-directory", fresh.toString(), place.toString()));
            destroy(fresh);
        } else {
            Files.move(fresh, place);
        }
    }

    private void takeBack() throws IOException {
        if (Files.exists(server.keys())) {
            toTheDesk(new BroughtKeys(server.keys()));
            server.restart("triage");
            say("The files from before are back.");
        }
    }

    /** The desk looks half a minute after its start at the latest. */
    private void requireTakenOver(KeyManifest manifest) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        List<Double> absent = List.of();
        while (System.nanoTime() < end) {
            Metrics said = Metrics.parse(server.inside("triage", METRICS).orElse(""));
            absent = said.of(ABSENT);
            if (absent.contains(0.0) && said.of(SERIAL).contains((double) manifest.serial())) {
                return;
            }
            Installation.pause(INTERVAL);
        }
        throw new StackFailure(
                absent.isEmpty() || absent.contains(0.0)
                        ? "the desk has not taken these keys over, and says why: docker compose -f stack/compose.yaml"
                                + " logs triage"
                        : "nobody at the desk has the key of %.0f epochs that sources would seal to: bring the whole folder of the ceremony, with a holder for each"
                                .formatted(absent.get(0)));
    }

    private static void destroy(List<Path> sealed) throws IOException {
        for (Path file : sealed) {
            PrivateFile.destroy(file);
        }
    }

    private static void destroy(Path folder) throws IOException {
        if (Files.exists(folder)) {
            destroy(new BroughtKeys(folder).sealed());
            Folders.delete(folder);
        }
    }

    private void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
