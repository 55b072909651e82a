package org.penah.stack.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Makes a new machine the server of one night's backup. tor starts last, so nobody sends a tip to a half of it; until then
 * everything can begin again.
 */
final class Restore {

    private static final String OURS = "label=com.docker.compose.project=penah";

    private static final String TOR = "label=com.docker.compose.service=tor";

    private static final String INTO_DATABASE = "PGPASSWORD=$(cat /run/secrets/postgres-$DATABASE-owner) pg_restore -h"
            + " 127.0.0.1 -U \"${DATABASE}_owner\" --clean --if-exists --single-transaction -d \"$DATABASE\"";
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

    private final Installation server;
    private final KeyImport keyImport;
    private final PrintWriter out;
    /** Beside the settings: there from the first change until all of the backup is back. */
    private final Path mark;

    Restore(Installation server, KeyImport keyImport, PrintWriter out) {
        this.server = server;
        this.keyImport = keyImport;
        this.out = out;
        Path home = server.home().toAbsolutePath();
        this.mark = home.resolveSibling(home.getFileName() + "-restoring");
    }

    /**
     * @param backup the folder of one night
     * @param key the key of that night, sealed to the passphrase
     * @param keys the ceremony's folder; its copies of private keys are destroyed
     */
    void run(Path backup, Path key, char[] passphrase, Path keys) throws IOException {
        requireNew();
        keyImport.requireWhole(keys);
        HybridIdentity night = open(key, passphrase);
        try {
            requireWhole(backup, night);
            say("The backup and the keys are whole.");
            clear();
            putBack(backup, night);
        } finally {
            night.destroy();
        }
        start("intake", "triage", "notify", "sign-in");
        keyImport.run(keys, true);
        PrivateFile.destroy(key);
        Files.delete(mark);
        start();
        say("Everything runs, at the same onion address. Never start the old machine again.");
    }

    private HybridIdentity open(Path key, char[] passphrase) throws IOException {
        PassphraseIdentity opening = PassphraseIdentity.of(passphrase);
        try {
            NightKey night = NightKey.open(key, opening);
            say("The key is of the night of %s.", night.day());
            return night.key();
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

    /** After an interruption nothing but a half is here; unless tor runs, which only a whole server starts. */
    private void requireNew() throws IOException {
        boolean has = Files.exists(mark)
                ? !server.docker(List.of("ps", "--quiet", "--filter", OURS, "--filter", TOR))
                        .isBlank()
                : Files.exists(server.home())
                        || !ours("ps", "--all").isEmpty()
                        || !ours("volume", "ls").isEmpty();
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
        run(List.of("rm", "--recursive", "--force", server.home().toString()), Input.NONE);
    }

    private void putBack(Path backup, HybridIdentity night) throws IOException {
        Path home = server.home().toAbsolutePath();
        untar(
                home.resolveSibling("."),
                opened(backup.resolve(Backups.SETTINGS), night),
                home.getFileName().toString());
        say("%s is back.", server.home());
        run(server.up("create"), Input.NONE);
        untar(server.volume("blobs"), opened(backup.resolve(Backups.BLOBS), night));
        untar(server.volume("tor"), opened(backup.resolve(Backups.TOR), night));
        say("The sealed tips and the onion address are back.");
        start(Backups.DATABASES.stream().map(name -> name + "-db").toArray(String[]::new));
        for (String name : Backups.DATABASES) {
            inDatabase(name, INTO_DATABASE, opened(backup.resolve(Backups.dump(name)), night));
            say("The database %s is back.", name);
        }
        inDatabase("triage", SQL, Input.of(WITHOUT_LOCKS));
    }

    private void inDatabase(String name, String command, Input input) throws IOException {
        run(server.command("exec", "-T", name + "-db", "sh", "-c", command), input);
    }

    private void untar(Path folder, Input input, String... what) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("tar", "-C", folder.toString(), "--numeric-owner", "--same-permissions", "-xf", "-"));
        command.addAll(List.of(what));
        run(command, input);
    }

    private void start(String... services) throws IOException {
        List<String> command = new ArrayList<>(server.up("up", "--detach", "--wait"));
        command.addAll(List.of(services));
        run(command, Input.NONE);
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
        String failed =
                "%s failed. Mend what it says and repeat this; it begins again.".formatted(String.join(" ", command));
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
