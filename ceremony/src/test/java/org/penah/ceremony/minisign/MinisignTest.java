package org.penah.ceremony.minisign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.sealing.minisign.MinisignException;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.sealing.minisign.MinisignText;
import org.penah.testbed.program.Command;

/** With Debian's minisign on the other side. */
class MinisignTest {

    private static final byte[] MESSAGE = "{\"serial\":7}".getBytes(StandardCharsets.UTF_8);
    private static final char[] PASSPHRASE = "dağ çay meşə".toCharArray();

    private final Path folder;
    private final Path message;

    MinisignTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.message = Files.write(folder.resolve("keys.json"), MESSAGE);
    }

    @Test
    void minisignVerifiesWhatWeSign() throws Exception {
        // Given
        var key = MinisignSecretKey.generate();
        Path publicKey =
                Files.writeString(folder.resolve("root.pub"), key.publicKey().toFile());

        // When
        Files.writeString(folder.resolve("keys.json.minisig"), key.sign(MESSAGE, "serial 7, bahar"));

        // Then
        assertThat(minisign("", "-Vm", message.toString(), "-p", publicKey.toString()))
                .contains("Signature and comment signature verified", "Trusted comment: serial 7, bahar");
        assertThat(minisign("", "-Vm", message.toString(), "-P", key.publicKey().toBase64()))
                .contains("verified");
    }

    @Test
    void minisignSignsWithOurKeyFile() throws Exception {
        // Given
        var key = MinisignSecretKey.generate();
        Path secretKey = Files.writeString(folder.resolve("root.key"), key.encrypt(PASSPHRASE));

        // When
        minisign(new String(PASSPHRASE), "-Sm", message.toString(), "-s", secretKey.toString(), "-t", "by hand");

        // Then
        String signature = Files.readString(folder.resolve("keys.json.minisig"));
        assertThat(key.publicKey().verify(MESSAGE, signature)).isEqualTo("by hand");
    }

    @Test
    void weSignWithMinisignsKeyFile() throws Exception {
        // Given
        Path secretKey = folder.resolve("theirs.key");
        Path publicKey = folder.resolve("theirs.pub");
        minisign("other\nother", "-G", "-s", secretKey.toString(), "-p", publicKey.toString());

        // When
        var key = MinisignSecretKey.open(Files.readString(secretKey), "other".toCharArray());

        // Then
        assertThat(key.publicKey().toFile()).isEqualTo(Files.readString(publicKey));
        var parsed = MinisignPublicKey.parse(Files.readString(publicKey));
        assertThat(parsed.verify(MESSAGE, key.sign(MESSAGE, "x"))).isEqualTo("x");
    }

    @Test
    void ourKeyFileOpensWithItsPassphraseOnly() throws Exception {
        // Given
        var key = MinisignSecretKey.generate();

        // When
        String file = key.encrypt(PASSPHRASE);

        // Then
        assertThat(MinisignSecretKey.open(file, PASSPHRASE).publicKey().toBase64())
                .isEqualTo(key.publicKey().toBase64());
        assertThatThrownBy(() -> MinisignSecretKey.open(file, "wrong".toCharArray()))
                .isInstanceOf(MinisignException.class)
                .hasMessage("wrong passphrase");
    }

    @Test
    void everyChangedCharacterIsRefused() throws Exception {
        // Given
        var key = MinisignSecretKey.generate();
        String signature = key.sign(MESSAGE, "serial 7");
        int signed = signature.indexOf('\n');
        var accepted = new ArrayList<Integer>();

        // When
        for (int at = signed; at < signature.length() - 1; at++) {
            char other = signature.charAt(at) == 'A' ? 'B' : 'A';
            String changed = signature.substring(0, at) + other + signature.substring(at + 1);
            try {
                key.publicKey().verify(MESSAGE, changed);
                accepted.add(at);
            } catch (MinisignException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }

        // Then
        assertThat(accepted).isEmpty();
    }

    @Test
    void refusesTheOldKindOfSignature() throws Exception {
        // Given: -l makes one that is not prehashed
        Path secretKey = folder.resolve("old.key");
        Path publicKey = folder.resolve("old.pub");
        minisign("", "-GW", "-s", secretKey.toString(), "-p", publicKey.toString());
        minisign("", "-Slm", message.toString(), "-s", secretKey.toString());
        var parsed = MinisignPublicKey.parse(Files.readString(publicKey));

        // When
        String signature = Files.readString(folder.resolve("keys.json.minisig"));

        // Then
        assertThatThrownBy(() -> parsed.verify(MESSAGE, signature)).hasMessage("not a prehashed Ed25519 signature");
        assertThatThrownBy(() -> MinisignSecretKey.open(Files.readString(secretKey), PASSPHRASE))
                .hasMessage("not encrypted under a passphrase");
    }

    @Test
    void refusesAnotherKeyAndAPointOfSmallOrder() {
        // Given
        var key = MinisignSecretKey.generate();
        var other = MinisignSecretKey.generate();

        // When
        String signature = other.sign(MESSAGE, "x");

        // Then
        assertThatThrownBy(() -> key.publicKey().verify(MESSAGE, signature)).hasMessage("signed by another key");
        byte[] smallOrder = new byte[42];
        smallOrder[0] = 'E';
        smallOrder[1] = 'd';
        smallOrder[10] = 1;
        assertThatThrownBy(() -> MinisignPublicKey.parse(MinisignText.encode(smallOrder)))
                .hasMessage("not a usable Ed25519 key");
    }

    @Test
    void aDestroyedKeySignsNothing() {
        // Given
        var key = MinisignSecretKey.generate();

        // When
        key.destroy();

        // Then
        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(() -> key.sign(MESSAGE, "x")).isInstanceOf(IllegalStateException.class);
        assertThat(key).hasToString("MinisignSecretKey[redacted]");
    }

    private String minisign(String typed, String... arguments) throws IOException {
        Path input = Files.writeString(folder.resolve("typed"), typed + "\n");
        return Command.orSkip("minisign", arguments).input(input).succeed();
    }
}
