package org.penah.triage.manifest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.file.FileSystemException;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.file.FileSystem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.penah.triage.problem.ProblemException;

/** Gives browsers the list of keys that the root key signed; they believe the signature, and not this service. */
@Path("/api/signed-keys")
class SignedKeysResource {

    /**
     * As they are in the files.
     *
     * @param manifest {@code keys.json}, in base64, for its signature is over its very bytes
     * @param signature {@code keys.json.minisig}
     */
    record SignedKeys(String manifest, String signature) {}

    private final ManifestConfig config;
    private final FileSystem files;

    SignedKeysResource(ManifestConfig config, Vertx vertx) {
        this.config = config;
        this.files = vertx.fileSystem();
    }

    @GET
    public Uni<SignedKeys> signedKeys() {
        if (config.manifest().isEmpty()) {
            throw ProblemException.notFound();
        }
        String manifest = config.manifest().get().toString();
        return files.readFile(manifest)
                .chain(json -> files.readFile(manifest + ".minisig").map(signature -> asTheyAre(json, signature)))
                .onFailure(FileSystemException.class)
                .transform(unreadable -> ProblemException.notFound());
    }

    private static SignedKeys asTheyAre(Buffer manifest, Buffer signature) {
        return new SignedKeys(
                Base64.getEncoder().encodeToString(manifest.getBytes()),
                new String(signature.getBytes(), StandardCharsets.UTF_8));
    }
}
