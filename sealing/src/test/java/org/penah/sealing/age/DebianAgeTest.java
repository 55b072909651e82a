package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.Installed;

/** Against the age command of Debian, both ways. */
class DebianAgeTest {

    private static final int CHUNK = Payload.CHUNK_BYTES;
    private static final String PASSPHRASE = "correct horse battery";

    @TempDir
    Path folder;

    private final X25519Identity identity = X25519Identity.generate();

    @BeforeAll
    static void age() {
        Installed.orSkip("age");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK})
    void opensWhatWeSeal(int size) throws IOException {
        // Given
        Path file = write("file", Sealed.seal(Sealed.plain(size), identity.recipient()));

        // When
        int exit = decrypt(file);

        // Then
        assertThat(exit).isZero();
        assertThat(output()).isEqualTo(Sealed.plain(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK})
    void sealsWhatWeOpen(int size) throws IOException {
        // Given
        encrypt(Sealed.plain(size), "-r", identity.recipient().toString());

        // When
        byte[] plain = Sealed.pull(output(), identity);

        // Then
        assertThat(plain).isEqualTo(Sealed.plain(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 2 * CHUNK})
    void refusesWhatWasClosedWithoutFinish(int written) throws IOException {
        // Given
        ByteArrayOutputStream aborted = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(identity.recipient()), aborted)) {
            encryptor.write(Sealed.plain(written));
        }
        Path file = write("file", aborted.toByteArray());

        // When
        int exit = decrypt(file);

        // Then
        assertThat(exit).isNotZero();
    }

    @Test
    void opensOurArmor() throws IOException {
        // Given
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ArmorEncoder armor = new ArmorEncoder(text)) {
            armor.write(Sealed.seal(Sealed.plain(1000), identity.recipient()));
            armor.finish();
        }
        Path file = write("file", text.toByteArray());

        // When
        int exit = decrypt(file);

        // Then
        assertThat(exit).isZero();
        assertThat(output()).isEqualTo(Sealed.plain(1000));
    }

    @Test
    void writesArmorThatWeOpen() throws IOException {
        // Given
        encrypt(Sealed.plain(1000), "-a", "-r", identity.recipient().toString());

        // When
        InputStream binary = Armor.removeIfPresent(new ByteArrayInputStream(output()));

        // Then
        assertThat(Sealed.pull(binary.readAllBytes(), identity)).isEqualTo(Sealed.plain(1000));
    }

    @Test
    void opensOurPassphraseFile() throws IOException {
        // Given
        PassphraseRecipient recipient = PassphraseRecipient.of(PASSPHRASE.toCharArray(), 12);
        Path file = write("file", Sealed.seal(Sealed.plain(1000), recipient));

        // When
        int exit = Tool.runTyping(folder, PASSPHRASE + "\n", "age -d -o " + folder.resolve("out") + " " + file);

        // Then
        assertThat(exit).isZero();
        assertThat(output()).isEqualTo(Sealed.plain(1000));
    }

    @Test
    void sealsWithAPassphraseThatWeOpen() throws IOException {
        // Given
        Path plain = write("plain", Sealed.plain(1000));
        String twice = PASSPHRASE + "\n" + PASSPHRASE + "\n";
        Tool.runTyping(folder, twice, "age -p -o " + folder.resolve("out") + " " + plain);

        // When
        byte[] opened = Sealed.pull(output(), PassphraseIdentity.of(PASSPHRASE.toCharArray()));

        // Then
        assertThat(opened).isEqualTo(Sealed.plain(1000));
    }

    private int decrypt(Path file) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), new String(identity.exportSecret()));
        return Tool.run(file, folder.resolve("out"), List.of("age", "-d", "-i", key.toString()));
    }

    private void encrypt(byte[] plain, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of("age"));
        command.addAll(List.of(flags));
        assertThat(Tool.run(write("plain", plain), folder.resolve("out"), command))
                .isZero();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private byte[] output() throws IOException {
        return Files.readAllBytes(folder.resolve("out"));
    }
}
