package org.penah.stack.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.testbed.program.Command;

/** A release of what was just built is whole, verifies with Debian's minisign, and runs from its archive. */
class ReleaseIT {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    /** Not in memory, as /tmp may be. */
    private static final Path FOLDER = Path.of("target/release").toAbsolutePath();

    private final Path out = FOLDER.resolve("out");
    private final Path publicKey = FOLDER.resolve("minisign.pub");

    @BeforeEach
    void a_key_for_this_alone() throws IOException {
        forget();
        Files.createDirectories(FOLDER);
        Path key = FOLDER.resolve("minisign.key");
        Command.orSkip("minisign", "-G", "-W", "-p", publicKey.toString(), "-s", key.toString())
                .succeed();
        Command.of(REPOSITORY.resolve(".ci/release").toString(), "--trial", key.toString(), out.toString())
                .within(Duration.ofMinutes(8))
                .succeed();
    }

    @AfterEach
    void forget() {
        Command.of("sh", "-c", "rm -rf " + FOLDER).succeed();
    }

    @Test
    void what_is_signed_is_what_is_there_and_runs() throws Exception {
        // Then
        verify().printed();
        sums().printed();
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "penah-trial.tar.gz", "penah-trial.bom.json", "form.js", "SHA256SUMS", "SHA256SUMS.minisig");
        assertThat(out.resolve("form.js"))
                .hasSameBinaryContentAs(REPOSITORY.resolve("intake-service/target/classes/script/form.js"));
        List<String> components = new ObjectMapper()
                .readTree(out.resolve("penah-trial.bom.json").toFile())
                .findValuesAsText("purl");
        assertThat(components).anyMatch(purl -> purl.startsWith("pkg:npm/svelte@"));
        if (Files.exists(REPOSITORY.resolve("triage-service/target/bom.json"))) {
            assertThat(components).anyMatch(purl -> purl.startsWith("pkg:maven/io.quarkus/quarkus-rest@"));
        }

        // What a server does with it.
        Command.of("tar", "-xzf", out.resolve("penah-trial.tar.gz").toString(), "-C", FOLDER.toString())
                .succeed();
        Path root = FOLDER.resolve("penah-trial");
        assertThat(penah(root, "server", "--help")).contains("rollback");
        assertThat(penah(root, "age", "keygen")).contains("BEGIN AGE ENCRYPTED FILE");
        for (String needed : List.of(
                "VERSION",
                "stack/compose.yaml",
                "stack/src/main/images/bases",
                "stack/src/main/images/Healthy.java",
                "stack/src/main/compose/keycloak.conf",
                "k8s/tor/torrc",
                "k8s/base/identity/sign-in/nginx.conf",
                "k8s/client-tor/torrc",
                "k8s/keycloak/penah-realm.json",
                "triage-service/target/quarkus-app/quarkus-run.jar",
                "partner-kit/target/penah-partner.jar",
                "canary/target/penah-canary.jar")) {
            assertThat(root.resolve(needed)).isRegularFile();
        }

        // One byte of either.
        change(out.resolve("form.js"));
        assertThat(sums().exit()).isEqualTo(1);
        change(out.resolve("SHA256SUMS"));
        assertThat(verify().exit()).isEqualTo(1);
    }

    private Command.Ended verify() {
        return Command.orSkip(
                        "minisign",
                        "-V",
                        "-p",
                        publicKey.toString(),
                        "-m",
                        out.resolve("SHA256SUMS").toString())
                .run();
    }

    private Command.Ended sums() {
        return Command.of("sha256sum", "--check", "SHA256SUMS").in(out).run();
    }

    private static String penah(Path root, String... arguments) {
        return Command.of(root.resolve("penah").toString(), arguments)
                .with("AGE_PASSPHRASE", "nobody types this in earnest")
                .succeed();
    }

    private static void change(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);
    }
}
