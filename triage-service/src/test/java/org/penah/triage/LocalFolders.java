package org.penah.triage;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A directory of sealed tips, as intake-service would fill it. */
public class LocalFolders implements QuarkusTestResourceLifecycleManager {

    @SuppressWarnings("NullAway.Init")
    private static Path blobs;

    @Override
    public Map<String, String> start() {
        try {
            blobs = Files.createTempDirectory("blobs");
        } catch (IOException cannotCreate) {
            throw new UncheckedIOException(cannotCreate);
        }
        return Map.of("penah.blobs.directory", blobs.toString());
    }

    @Override
    public void stop() {}

    public static void putBlob(UUID blobId, byte[] sealed) {
        try {
            Files.write(blobs.resolve(blobId.toString()), sealed);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }
}
