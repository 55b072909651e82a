package org.penah.stack.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.penah.sealing.manifest.Epoch;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.sealing.manifest.Queue;
import org.penah.sealing.manifest.RemovedMembers;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.stack.StackFailure;

/** A copy of the ceremony's folder that somebody has brought to a server. */
final class BroughtKeys {

    /** What a server gets of it; everything else stays where it is. */
    private static final List<String> FILES = List.of(
            "root.pub",
            "recovery.pub",
            "keys.json",
            "keys.json.minisig",
            "removed.json",
            "removed.json.minisig",
            "words",
            "members",
            "queues");

    private static final List<String> SECRETS = List.of("root.key", "recovery.age");
    /** How minisign's secret keys and age's identities begin, under whatever name. */
    private static final List<String> MARKS = List.of("encrypted secret key", "AGE-SECRET-KEY-");

    /** A queue's key, sealed to the recovery key. */
    private static final PathMatcher RECOVERY_COPY =
            FileSystems.getDefault().getPathMatcher("glob:queues/*/*/recovery.age");

    private static final int LONGEST = 1 << 20;

    private final Path folder;

    BroughtKeys(Path folder) {
        this.folder = folder;
    }

    /** @throws StackFailure if a key lies there that must never be at a server, or what cannot be read through */
    void requireNoSecret() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                if (Files.isSymbolicLink(each)) {
                    throw refused(each + " is a link to another place");
                }
            }
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        for (Path file : files(folder)) {
            if (Files.size(file) > LONGEST) {
                throw refused(file + " is larger than anything of a ceremony");
            }
            String name = file.getFileName().toString();
            boolean named = SECRETS.contains(name) && !RECOVERY_COPY.matches(folder.relativize(file));
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            if (named || MARKS.stream().anyMatch(text::contains)) {
                throw new StackFailure(file
                        + " is a private key of the ceremony and must not be at a server: destroy this copy (shred"
                        + " -u), and think what else was copied with it. Nothing was changed.");
            }
        }
    }

    /**
     * What the root key signed, if this folder brings all of it.
     *
     * @param root the root key that this server knows
     * @param seen the serial of the manifest that this server has
     */
    KeyManifest verified(MinisignPublicKey root, int seen, LocalDate today) throws IOException {
        try {
            KeyManifest manifest = KeyManifest.verify(bytes("keys.json"), text("keys.json.minisig"), root, seen);
            RemovedMembers.verify(bytes("removed.json"), text("removed.json.minisig"), root, manifest);
            OperatorWords.readSigned(folder.resolve("words"), manifest);
            if (!manifest.stateOn(today).isOpen()) {
                throw refused("its manifest is not in force today");
            }
            for (Queue queue : manifest.queues()) {
                for (Epoch epoch : queue.epochs()) {
                    requireWhole(queue.name(), epoch);
                }
            }
            return manifest;
        } catch (GeneralSecurityException unsigned) {
            throw refused(String.valueOf(unsigned.getMessage()));
        }
    }

    private void requireWhole(String queue, Epoch epoch) throws IOException {
        String place = "queues/" + queue + "/" + epoch.epoch();
        if (!text(place + "/recipient").strip().equals(epoch.recipient().toString())) {
            throw refused(place + " is not the key that was signed");
        }
    }

    /** A desk that has no keys needs them all: an import with {@code --forget} leaves a folder without. */
    void requireKeys(KeyManifest manifest) throws IOException {
        requireKeys(manifest, false);
    }

    /** @param each also of those that may never have been here */
    void requireKeys(KeyManifest manifest, boolean each) throws IOException {
        for (Queue queue : manifest.queues()) {
            for (Epoch epoch : queue.epochs()) {
                Path place = folder.resolve("queues/" + queue.name() + "/" + epoch.epoch());
                Path members = place.resolve("members");
                // Of one that a lead's browser began before 2026-12-01, no key was ever here.
                boolean made = each || Files.exists(place.resolve("recovery.age")) || Files.exists(members);
                if (made
                        && (!Files.exists(members)
                                || new BroughtKeys(members).sealed().isEmpty())) {
                    throw refused(
                            "no key is in %s; bring a new copy of the ceremony's folder, after `./penah keys recover %s %d --member NAME` if none is there either"
                                    .formatted(folder.relativize(members), queue.name(), epoch.epoch()));
                }
            }
        }
    }

    /** Puts what a server gets into another folder, for its services to read. */
    void copyTo(Path target) throws IOException {
        for (String name : FILES) {
            Path from = folder.resolve(name);
            for (Path file : Files.exists(from) ? files(from) : List.<Path>of()) {
                Path to = target.resolve(folder.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, LinkOption.NOFOLLOW_LINKS);
                to.toFile().setReadable(true, false);
                try (FileChannel written = FileChannel.open(to, StandardOpenOption.WRITE)) {
                    written.force(true);
                }
            }
        }
        try (Stream<Path> folders = Files.walk(target)) {
            folders.filter(Files::isDirectory).forEach(each -> {
                each.toFile().setReadable(true, false);
                each.toFile().setExecutable(true, false);
            });
        }
    }

    /** Files with a private key, sealed to somebody. */
    List<Path> sealed() throws IOException {
        return files(folder).stream()
                .filter(file -> file.toString().endsWith(".age"))
                .toList();
    }

    /** What the root key beside it signed, in force or not. */
    KeyManifest signed() throws IOException {
        try {
            return KeyManifest.verify(bytes("keys.json"), text("keys.json.minisig"), root(), 0);
        } catch (GeneralSecurityException unsigned) {
            throw new StackFailure(
                    "%s is not signed: %s".formatted(folder.resolve("keys.json"), unsigned.getMessage()));
        }
    }

    MinisignPublicKey root() throws IOException {
        try {
            return MinisignPublicKey.parse(text("root.pub"));
        } catch (GeneralSecurityException unreadable) {
            throw refused("root.pub: " + unreadable.getMessage());
        }
    }

    private StackFailure refused(String why) {
        return new StackFailure("%s was not imported: %s. Nothing was changed.".formatted(folder, why));
    }

    private String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw refused(name + " is missing; bring the whole folder of the ceremony but root.key and recovery.age");
        }
        return Files.readAllBytes(file);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }
}
