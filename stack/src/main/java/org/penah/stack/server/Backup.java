package org.penah.stack.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.penah.ceremony.NightKey;
import org.penah.ceremony.PrivateFile;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.AgeException;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;

/**
 * Makes a day's backup, sealed to a key that is made for it and leaves sealed to the recovery key, which is not at the server. A night that fails costs no backup that
 * is younger than eight days, and never the last whole one.
 */
final class Backup {

    static final String NAME = "a backup";

    private static final String ENDED = "The backup was ended; those from before are still there.";

    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    /** The night after, a backup goes: eight days after something was deleted, it is gone from backups, too. */
    private static final int DAYS = 7;

    /** After as many without a whole backup the clock may be ahead, and one that looks old be of yesterday: the last eight stay. */
    private static final int SUSPICIOUS_DAYS = 30;

    // We keep no large objects: by one that it makes, code in a service could have each dump fail, or each restore; by
    // a lock it could have
    // each wait.
    static final String DUMP = "PGPASSWORD=$(cat /run/secrets/postgres-$DATABASE-owner)"
            + " pg_dump -h 127.0.0.1 -U \"${DATABASE}_owner\" --no-large-objects --lock-wait-timeout=2min -Fc \"$DATABASE\"";
    private static final int BUFFER = 64 * 1024;

    /** After so many bytes it looks again. */
    private static final long LOOK = 16 << 20;

    /** GNU tar's word for files that came, grew or went while it read: sources and staff do not wait for a backup. */
    private static final int CHANGED = 1;

    private final Installation server;
    private final Backups backups;
    private final PrintWriter out;
    private final LongSupplier free;
    private volatile boolean ended;
    private volatile @Nullable Process reading;

    Backup(Installation server, Backups backups, PrintWriter out) {
        this(server, backups, out, () -> backups.folder().toFile().getUsableSpace());
    }

    /** @param free the bytes that are free where the backups are */
    Backup(Installation server, Backups backups, PrintWriter out, LongSupplier free) {
        this.server = server;
        this.backups = backups;
        this.out = out;
        this.free = free;
    }

    void run(LocalDate today) throws IOException {
        server.lock(NAME).during(() -> makeUnlessEnded(today, server.manifest().recovery()));
    }

    /** When somebody ends this process, as rotate --now does, that must leave no half of a backup, and nothing that writes one. */
    private void makeUnlessEnded(LocalDate today, HybridRecipient recovery) throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        Thread end = new Thread(() -> end(over), "ends the backup");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            make(today, recovery);
        } finally {
            over.countDown();
            forget(end);
        }
    }

    /** What it reads ends, and with it the rest, as if that had failed. */
    private void end(CountDownLatch over) {
        ended = true;
        Process now = reading;
        if (now != null) {
            now.destroyForcibly();
        }
        try {
            over.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException itRuns) {
            // Nothing is left to do for it.
        }
    }

    private void make(LocalDate today, HybridRecipient recovery) throws IOException {
        Path made = backups.folder().resolve("writing");
        Folders.delete(made);
        Files.createDirectories(
                made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        backups.putBack();
        HybridIdentity night = HybridIdentity.generate();
        try {
            try (OutputStream sealed = PrivateFile.create(made.resolve(Backups.NIGHT))) {
                sealed.write(new NightKey(today, night).sealedTo(recovery).getBytes(StandardCharsets.US_ASCII));
            }
            sync(made.resolve(Backups.NIGHT));
            Map<String, List<String>> parts = parts();
            for (Map.Entry<String, List<String>> part : parts.entrySet()) {
                long length = seal(part.getValue(), night.recipient(), made.resolve(part.getKey()));
                out.printf("%-18s %,d bytes%n", part.getKey(), length);
            }
            for (String name : parts.keySet()) {
                requireOpens(made.resolve(name), night);
            }
            Path day = backups.place(made, today);
            out.printf("Whole, sealed to the recovery key: %s. Copy it off this machine.%n", day);
        } finally {
            night.destroy();
            Folders.delete(made);
            expire(today);
            if (ended) {
                out.println(ENDED);
            }
            out.flush();
        }
    }

    private void expire(LocalDate today) throws IOException {
        List<LocalDate> whole =
                backups.whole().stream().filter(day -> !day.isAfter(today)).toList();
        if (whole.isEmpty()) {
            return;
        }
        List<LocalDate> last = whole.subList(Math.max(0, whole.size() - DAYS - 1), whole.size());
        boolean suspicious = false;
        for (int i = 1; i < last.size(); i++) {
            if (last.get(i - 1).isBefore(last.get(i).minusDays(SUSPICIOUS_DAYS))) {
                suspicious = true;
                out.printf(
                        "Deleted none of the last %d backups: the one before %s is of %s. Is the clock right?%n",
                        DAYS + 1, last.get(i), last.get(i - 1));
            }
        }
        List<LocalDate> kept = suspicious ? last : last.subList(last.size() - 1, last.size());
        for (LocalDate day : backups.days()) {
            if (day.isBefore(today.minusDays(DAYS)) && !kept.contains(day)) {
                Folders.delete(backups.folder().resolve(day.toString()));
            }
        }
    }

    private Map<String, List<String>> parts() throws IOException {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        for (String name : Backups.DATABASES) {
            parts.put(Backups.dump(name), server.command("exec", "-T", name + "-db", "sh", "-c", DUMP));
        }
        parts.put(Backups.BLOBS, tar(server.volume("blobs"), "--exclude=*.part", "."));
        // The address itself, and nothing of what tor remembers of the network.
        parts.put(Backups.TOR, tar(server.volume("tor"), "penah"));
        Path home = server.home().toAbsolutePath();
        parts.put(
                Backups.SETTINGS,
                // An import that broke off leaves copies of keys there, which a lead may destroy tomorrow.
                tar(
                        home.resolveSibling("."),
                        "--exclude=*.age",
                        home.getFileName().toString()));
        return parts;
    }

    private static List<String> tar(Path folder, String... what) {
        List<String> command =
                new ArrayList<>(List.of("tar", "-C", folder.toString(), "--hard-dereference", "-cf", "-"));
        command.addAll(List.of(what));
        return command;
    }

    /** What a program writes, sealed as it comes. */
    private long seal(List<String> command, HybridRecipient night, Path file) throws IOException {
        Process process = server.programs().start(command);
        reading = process;
        try (InputStream said = process.getInputStream();
                OutputStream sealed = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
                AgeEncryptor encryptor = AgeEncryptor.start(List.of(night), sealed)) {
            // Between its start and the line above, nobody could end it.
            requireGoingOn();
            byte[] buffer = new byte[BUFFER];
            long length = 0;
            for (int count = said.read(buffer); count >= 0; count = said.read(buffer)) {
                requireGoingOn();
                encryptor.write(buffer, 0, count);
                if (length / LOOK != (length + count) / LOOK || length == 0) {
                    requireRoom();
                }
                length += count;
            }
            int exit = process.waitFor();
            requireGoingOn();
            boolean whole = exit == 0 || (exit == CHANGED && file.endsWith(Backups.BLOBS));
            if (!whole || length == 0) {
                throw new StackFailure("%s failed; the backups from before are still there".formatted(command.get(0)));
            }
            encryptor.finish();
            sealed.flush();
            sync(file);
            return length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void requireRoom() {
        if (free.getAsLong() < DiskSpace.LEFT_FREE) {
            throw new StackFailure(
                    "less than 2 GiB would be left in %s: give it a larger disk; the backups from before are still there"
                            .formatted(backups.folder()));
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void requireGoingOn() {
        if (ended) {
            throw new StackFailure(ENDED);
        }
    }

    /** As a restore does, once all is written: what was changed or cut off does not open. */
    private void requireOpens(Path file, HybridIdentity night) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream opened = AgeDecryptor.open(Files.newInputStream(file), List.of(night))) {
            while (opened.read(buffer) >= 0) {
                requireGoingOn();
            }
        } catch (AgeException damaged) {
            throw new StackFailure(
                    "%s is not what was written: look at the disk; the backups from before are still there"
                            .formatted(file));
        }
    }
}
