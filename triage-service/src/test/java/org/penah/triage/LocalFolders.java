package org.penah.triage;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The folders that the service reads: sealed tips, as intake-service would write them, sealed keys, and locks of epochs.
 *
 * <p>Aysel holds the keys of both queues, Rauf only that of {@code general}. No key here opens anything.
 */
public class LocalFolders implements QuarkusTestResourceLifecycleManager {

    /** What is read of it here; sources of {@code archive} seal to its second epoch. */
    private static final String MANIFEST = """
            {"notAfter":"2027-02-21","queues":[{"name":"archive","epochs":[
            {"epoch":1,"from":"2026-01-01"},{"epoch":2,"from":"2026-11-01"},{"epoch":3,"from":"2027-02-01"}]}]}""";

    @SuppressWarnings("NullAway.Init")
    private static Path blobs;

    @SuppressWarnings("NullAway.Init")
    private static Path locks;

    @Override
    public Map<String, String> start() {
        try {
            blobs = Files.createTempDirectory("blobs");
            Path keys = Files.createTempDirectory("keys");
            for (String member : List.of("aysel", "rauf")) {
                seal(keys.resolve("members"), member, member + "'s own");
                seal(keys.resolve("queues/general/1/members"), member, "general, for " + member);
            }
            seal(keys.resolve("queues/threat/1/members"), "aysel", "threat, for aysel");
            locks = Files.createTempDirectory("locks");
            Path manifest = Files.writeString(keys.resolve("keys.json"), MANIFEST);
            Files.writeString(keys.resolve("keys.json.minisig"), "the service leaves it to browsers to check this\n");
            return Map.of(
                    "penah.blobs.directory", blobs.toString(),
                    "penah.keyring.import-directory", keys.toString(),
                    "penah.keyring.epoch-locks", locks.toString(),
                    "penah.keys.manifest", manifest.toString());
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }

    @Override
    public void stop() {}

    /** The file without which the keys of an epoch open for nobody. */
    public static Path lock(String queue, int epoch) {
        return locks.resolve(queue + "." + epoch);
    }

    /** Such as an epoch has whose keys came without the service. */
    public static void makeLock(String queue, int epoch) {
        try {
            Files.write(lock(queue, epoch), new byte[32]);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }

    /** The file that says to which database the locks belong. */
    public static Path lockFolderId() {
        return locks.resolve("folder-id");
    }

    public static void putBlob(UUID blobId, byte[] sealed) {
        try {
            Files.write(blobs.resolve(blobId.toString()), sealed);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }

    /** Puts something in a blob's place that cannot be deleted, until what is returned runs. */
    public static Runnable obstruct(UUID blobId) {
        Path folder = blobs.resolve("kept").resolve(blobId.toString());
        Path inside = folder.resolve("inside");
        try {
            Files.createDirectories(folder);
            Files.write(inside, new byte[] {1});
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
        return () -> {
            if (!inside.toFile().delete()) {
                throw new IllegalStateException("the obstacle is still there");
            }
        };
    }

    /** Wherever it lies. */
    public static boolean hasBlob(UUID blobId) {
        return isTaken(blobId) || Files.exists(blobs.resolve(blobId.toString()));
    }

    /** Whether it lies where intake-service cannot reach it. */
    public static boolean isTaken(UUID blobId) {
        return Files.exists(blobs.resolve("kept").resolve(blobId.toString()))
                && Files.notExists(blobs.resolve(blobId.toString()));
    }

    private static void seal(Path folder, String member, String content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(member + ".age"), "-----BEGIN AGE ENCRYPTED FILE-----\n" + content + "\n");
    }
}
