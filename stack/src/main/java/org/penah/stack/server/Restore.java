package org.penah.stack.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.penah.ceremony.CeremonyException;
import org.penah.ceremony.NightKey;
import org.penah.ceremony.PrivateFile;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeException;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms.Input;

/**
 * Makes a new machine the server of one night's backup. tor and notify-service start last, so nobody sends a tip to a half of it
 * and no alert leaves; until then everything can begin again.
 */
final class Restore {

    private static final String OURS = "label=com.docker.compose.project=penah";

    /** tor writes it whenever it starts, and no backup has it. */
    private static final String OF_TOR = "state";

    static final String INTO_DATABASE = "/usr/share/penah/restore.sh";
    private static final String SQL = "PGPASSWORD=$(cat /run/secrets/postgres-$DATABASE-owner)"
            + " psql -h 127.0.0.1 -U \"${DATABASE}_owner\" -v ON_ERROR_STOP=1 --single-transaction -q \"$DATABASE\"";

    /**
     * The locks of epochs are in no backup. A row that had none was written by somebody else, and must not get one at the first start
     * with the new folder.
     */
    private static final String WITHOUT_LOCKS = """
        delete from lock_folder;
        delete from admission_key;
        delete from queue_key where sealed_identity not like 'locked:%';
        update queue_epoch set recovery_copy = 'locked:' where recovery_copy not like 'locked:%';
        """;

    /** In the mark, once nothing of the backup is needed any more. */
    private static final String BACK = "back\n";

    private static final String AGAIN = "Mend what it says and repeat this; it begins again.";

    private final Installation server;
    private final KeyImport keyImport;
    private final PrintWriter out;
    private final Path mark;

    Restore(Installation server, KeyImport keyImport, PrintWriter out) {
        this.server = server;
        this.keyImport = keyImport;
        this.out = out;
        this.mark = server.restoring();
    }

    /**
     * The form is closed afterwards: first somebody looks at what is back.
     *
     * @param backup the folder of one night
     * @param key the key of that night, sealed to the passphrase
     * @param keys the ceremony's folder; its copies of private keys are destroyed
     */
    void run(Path backup, Path key, char[] passphrase, Path keys) throws IOException {
        ServerLock.take(server.lockFile(), "a restore").during(() -> make(backup, key, passphrase, keys));
        say("Everything runs, at the same onion address; the form is still closed. Never start the old machine again.");
        say(
                "First compare the root key above with the paper, remove again whom leads removed after that night, and destroy"
                        + " again what they destroyed. Then: ./penah server open");
    }

    private void make(Path backup, Path key, char[] passphrase, Path keys) throws IOException {
        if (isBack()) {
            say("All is back already; only what was left is done.");
        } else {
            requireNew();
            bringBack(backup, key, passphrase, keys);
            start(AGAIN, "intake", "triage", "sign-in");
            keyImport.take(keys);
            // From here on this is a server, which no other restore may take away.
            Installation.write(mark, BACK, Installation.READABLE);
        }
        finish(key, keys);
    }

    /** Each step may be done again, after a power cut in any of them. */
    private void finish(Path key, Path keys) throws IOException {
        keyImport.forget(keys);
        start(
                "All is back, and nothing will be restored again. Mend what it says and repeat this: it does what is left.");
        // Somebody may have taken the stick away already.
        if (Files.exists(key)) {
            PrivateFile.destroy(key);
        }
        Files.delete(mark);
    }

    private boolean isBack() throws IOException {
        return Files.exists(mark) && Files.readString(mark).equals(BACK);
    }

    private void bringBack(Path backup, Path key, char[] passphrase, Path keys) throws IOException {
        NightKey night = open(key, passphrase);
        Path unpacked = server.beside("-restored");
        try {
            requireWhole(backup, night.key());
            Unpacked settings = unpack(opened(backup.resolve(Backups.SETTINGS), night.key()), unpacked);
            String name = String.valueOf(server.home().getFileName());
            settings.requireOnly(name);
            keyImport.requireWhole(keys, unpacked.resolve(name).resolve("keys"));
            say("The backup of %s and the keys are whole.", night.day());
            clear();
            settings.moveInto(server.home().toAbsolutePath().resolveSibling("."));
            new ClosedForm(server).keepClosed();
            // Of an installation that went on that night; only this restore goes on now.
            Files.deleteIfExists(server.installing());
            say("%s is back.", server.home());
            putBack(backup, night.key());
        } finally {
            night.key().destroy();
            delete(unpacked);
        }
    }

    private static NightKey open(Path key, char[] passphrase) throws IOException {
        PassphraseIdentity opening = PassphraseIdentity.of(passphrase);
        try {
            return NightKey.open(key, opening);
        } catch (CeremonyException another) {
            throw new StackFailure("%s. Nothing was changed.".formatted(another.getMessage()));
        } catch (AgeException refused) {
            throw new StackFailure("this passphrase does not open %s. Nothing was changed.".formatted(key));
        } finally {
            opening.destroy();
        }
    }

    private static void requireWhole(Path backup, HybridIdentity night) throws IOException {
        for (String name : Backups.FILES) {
            Path file = backup.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new StackFailure("%s is missing. Nothing was changed.".formatted(file));
            }
            if (!name.equals(Backups.NIGHT)) {
                try {
                    opened(file, night).to(OutputStream.nullOutputStream());
                } catch (AgeException damaged) {
                    throw new StackFailure(
                            "%s is damaged, or of another night than the key. Nothing was changed.".formatted(file));
                }
            }
        }
    }

    /** After an interruption nothing but a half is here; unless tor has run, which only a whole server starts. */
    private void requireNew() throws IOException {
        List<String> volumes = ours("volume", "ls");
        boolean has = Files.exists(mark)
                ? volumes.contains("penah_tor")
                        && Files.exists(server.volume("tor").resolve(OF_TOR))
                : Files.exists(server.home()) || !ours("ps", "--all").isEmpty() || !volumes.isEmpty();
        if (has) {
            throw new StackFailure(
                    "this machine has a server already (%s, or what Docker keeps for it). Restore to a new one."
                                    .formatted(server.home())
                            + " Nothing was changed.");
        }
    }

    /** From here on everything on this machine is from this backup, or from an earlier try. */
    private void clear() throws IOException {
        if (Files.exists(mark)) {
            say("A restore was interrupted; it begins again.");
        } else {
            Files.createFile(mark);
        }
        remove("rm", ours("ps", "--all"));
        remove("volume rm", ours("volume", "ls"));
        delete(server.home());
    }

    private void putBack(Path backup, HybridIdentity night) throws IOException {
        run(server.up("create"), Input.NONE);
        for (String name : List.of(Backups.BLOBS, Backups.TOR)) {
            Path volume = server.volume(name.substring(0, name.indexOf('.')));
            Path beside = volume.resolveSibling(volume.getFileName() + "-restored");
            try {
                unpack(opened(backup.resolve(name), night), beside).moveInto(volume);
            } finally {
                delete(beside);
            }
        }
        say("The sealed tips and the onion address are back.");
        new OnionKey(server).keepRestored().ifPresent(how -> say("%s", how));
        start(AGAIN, Backups.DATABASES.stream().map(name -> name + "-db").toArray(String[]::new));
        for (String name : Backups.DATABASES) {
            inDatabase(name, INTO_DATABASE, opened(backup.resolve(Backups.dump(name)), night));
            say("The database %s is back.", name);
        }
        inDatabase("triage", SQL, Input.of(WITHOUT_LOCKS));
    }

    private void inDatabase(String name, String command, Input input) throws IOException {
        run(server.command("exec", "-T", name + "-db", "sh", "-c", command), input);
    }

    /** Beside its place, on the same disk. */
    private Unpacked unpack(Input archive, Path beside) throws IOException {
        delete(beside);
        Files.createDirectory(
                beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        run(List.of("tar", "-C", beside.toString(), "--numeric-owner", "--same-permissions", "-xf", "-"), archive);
        Unpacked unpacked = new Unpacked(beside);
        for (Path each : unpacked.leaveOutOthers()) {
            say(
                    "%s is left out: it is no plain file or folder. Somebody inside the service that writes there may have made it.",
                    // Its name may hold commands to the terminal.
                    each.toString().replaceAll("\\p{C}", "?"));
        }
        return unpacked;
    }

    private void delete(Path folder) throws IOException {
        run(List.of("rm", "--recursive", "--force", folder.toString()), Input.NONE);
    }

    private void start(String whatNow, String... services) throws IOException {
        List<String> command = new ArrayList<>(server.up("up", "--detach", "--wait"));
        command.addAll(List.of(services));
        run(command, Input.NONE, whatNow);
    }

    /** What Docker keeps for the server. */
    private List<String> ours(String... list) throws IOException {
        List<String> command = new ArrayList<>(List.of(list));
        command.addAll(List.of("--quiet", "--filter", OURS));
        return server.docker(command).lines().toList();
    }

    private void remove(String how, List<String> what) throws IOException {
        if (!what.isEmpty()) {
            run(
                    Stream.of(List.of("docker"), List.of(how.split(" ", -1)), List.of("--force"), what)
                            .flatMap(List::stream)
                            .toList(),
                    Input.NONE);
        }
    }

    private void run(List<String> command, Input input) throws IOException {
        run(command, input, AGAIN);
    }

    private void run(List<String> command, Input input, String whatNow) throws IOException {
        String failed = "%s failed. %s".formatted(String.join(" ", command), whatNow);
        try {
            if (server.programs().run(command, input) != 0) {
                throw new StackFailure(failed);
            }
        } catch (IOException cut) {
            throw new StackFailure(failed, cut);
        }
    }

    private static Input opened(Path file, HybridIdentity night) {
        return to -> {
            try (InputStream plain = AgeDecryptor.open(Files.newInputStream(file), List.of(night))) {
                plain.transferTo(to);
            }
        };
    }

    private void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
