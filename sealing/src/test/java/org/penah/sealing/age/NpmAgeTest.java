package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.program.Command;

/** Against npm's age-encryption, which the console's pages use, both ways. */
class NpmAgeTest {

    private static final int CHUNK = Payload.CHUNK_BYTES;
    private static final String PASSPHRASE = "pənah sığınacaq";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"pq", "x25519"})
    void spellsKeysAsWeDo(String kind) throws IOException {
        // Given
        String secret = line("keygen", kind);

        // When
        Identity identity = Identity.parse(secret);

        // Then
        assertThat(recipient(identity).toString()).isEqualTo(line("recipient", secret));
        assertThat(new String(exported(identity))).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource({"pq,0", "pq,65536", "pq,65537", "x25519,0", "x25519,131072"})
    void opensWhatWeSeal(String kind, int size) throws IOException {
        // Given
        String secret = line("keygen", kind);
        byte[] file = Sealed.seal(Sealed.plain(size), recipient(Identity.parse(secret)));

        // When
        int exit = run(file, "decrypt", secret);

        // Then
        assertThat(exit).isZero();
        assertThat(output()).isEqualTo(Sealed.plain(size));
    }

    @ParameterizedTest
    @CsvSource({"pq,0", "pq,65536", "pq,65537", "x25519,0", "x25519,131072"})
    void sealsWhatWeOpen(String kind, int size) throws IOException {
        // Given
        Identity identity = Identity.parse(line("keygen", kind));
        run(Sealed.plain(size), "encrypt", recipient(identity).toString());

        // When
        byte[] plain = Sealed.pull(output(), identity);

        // Then
        assertThat(plain).isEqualTo(Sealed.plain(size));
    }

    @Test
    void opensOurPassphraseFile() throws IOException {
        // Given
        byte[] file = Sealed.seal(Sealed.plain(99), PassphraseRecipient.of(PASSPHRASE.toCharArray(), 10));

        // When
        int exit = run(file, "open", PASSPHRASE);

        // Then
        assertThat(exit).isZero();
        assertThat(output()).isEqualTo(Sealed.plain(99));
    }

    @Test
    void sealsWithAPassphraseThatWeOpen() throws IOException {
        // Given
        run(Sealed.plain(99), "seal", PASSPHRASE);

        // When
        byte[] plain = Sealed.pull(output(), PassphraseIdentity.of(PASSPHRASE.toCharArray()));

        // Then
        assertThat(plain).isEqualTo(Sealed.plain(99));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, CHUNK, CHUNK + 1, 2 * CHUNK})
    void refusesWhatWasClosedWithoutFinish(int written) throws IOException {
        // Given
        HybridIdentity identity = HybridIdentity.generate();
        ByteArrayOutputStream aborted = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(identity.recipient()), aborted)) {
            encryptor.write(Sealed.plain(written));
        }

        // When
        int exit = run(aborted.toByteArray(), "decrypt", new String(identity.exportSecret()));

        // Then
        assertThat(exit).isNotZero();
    }

    private static Recipient recipient(Identity identity) {
        return identity instanceof HybridIdentity hybrid ? hybrid.recipient() : ((X25519Identity) identity).recipient();
    }

    private static char[] exported(Identity identity) {
        return identity instanceof HybridIdentity hybrid
                ? hybrid.exportSecret()
                : ((X25519Identity) identity).exportSecret();
    }

    private int run(byte[] input, String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of("node", "target/js/age.mjs"));
        words.addAll(List.of(args));
        return Command.of(words)
                .input(Files.write(folder.resolve("in"), input))
                .output(folder.resolve("out"))
                .errors(folder.resolve("errors"))
                .run()
                .exit();
    }

    private String line(String... args) throws IOException {
        assertThat(run(new byte[0], args)).isZero();
        return Files.readString(folder.resolve("out")).strip();
    }

    private byte[] output() throws IOException {
        return Files.readAllBytes(folder.resolve("out"));
    }
}
