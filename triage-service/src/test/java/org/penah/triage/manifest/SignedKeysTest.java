package org.penah.triage.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.triage.Browser;
import org.penah.triage.Json;
import org.penah.triage.problem.ProblemException;

@QuarkusTest
class SignedKeysTest {

    @Inject
    ManifestConfig config;

    @Inject
    Vertx vertx;

    private record Configured(Optional<Path> manifest) implements ManifestConfig {}

    @Test
    void a_browser_gets_the_files_to_the_byte() throws IOException {
        // Given
        Path manifest = config.manifest().orElseThrow();

        // When
        var given = Json.of(Browser.of("rauf").get("/api/signed-keys"));

        // Then
        assertThat(Base64.getDecoder().decode(given.path("manifest").asText())).isEqualTo(Files.readAllBytes(manifest));
        assertThat(given.path("signature").asText())
                .isEqualTo(Files.readString(manifest.resolveSibling("keys.json.minisig")));
    }

    @Test
    void a_list_without_a_signature_is_none(@TempDir Path folder) throws IOException {
        // Given
        Path unsigned = Files.writeString(folder.resolve("keys.json"), "{}");

        // When
        assertThatThrownBy(() -> signedKeys(Optional.of(unsigned)))
                // Then
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> signedKeys(Optional.empty())).isInstanceOf(ProblemException.class);
    }

    private void signedKeys(Optional<Path> manifest) {
        new SignedKeysResource(new Configured(manifest), vertx)
                .signedKeys()
                .await()
                .indefinitely();
    }
}
