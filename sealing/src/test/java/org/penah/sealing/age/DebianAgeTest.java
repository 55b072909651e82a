package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** Against the age command of Debian, both ways. */
class DebianAgeTest {

    private static final int CHUNK = Payload.CHUNK_BYTES;
    private static final String PASSPHRASE = "correct horse battery";

    @TempDir
    Path folder;

    private final X25519Identity identity = X25519Identity.generate();

    @BeforeAll
    static void age() {
        Programs.orSkip("age");
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
        int exit = typing(PASSPHRASE + "\n", "age -d -o " + folder.resolve("out") + " " + file);

        // Then
        assertThat(exit).isZero();
        assertThat(output()).isEqualTo(Sealed.plain(1000));
    }

    @Test
    void sealsWithAPassphraseThatWeOpen() throws IOException {
        // Given
        Path plain = write("plain", Sealed.plain(1000));
        String twice = PASSPHRASE + "\n" + PASSPHRASE + "\n";
        typing(twice, "age -p -o " + folder.resolve("out") + " " + plain);

        // When
        byte[] opened = Sealed.pull(output(), PassphraseIdentity.of(PASSPHRASE.toCharArray()));

        // Then
        assertThat(opened).isEqualTo(Sealed.plain(1000));
    }

    private int decrypt(Path file) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), new String(identity.exportSecret()));
        return Command.orSkip("age", "-d", "-i", key.toString())
                .input(file)
                .output(folder.resolve("out"))
                .errors(folder.resolve("errors"))
                .run()
                .exit();
    }

    private void encrypt(byte[] plain, String... flags) throws IOException {
        Command.orSkip("age", flags)
                .input(write("plain", plain))
                .output(folder.resolve("out"))
                .errors(folder.resolve("errors"))
                .succeed();
    }

    /** Runs the command on a separate terminal and types the lines there, as a passphrase is typed. */
    private int typing(String typed, String command) throws IOException {
        Path keys = write("typed", typed.getBytes(StandardCharsets.UTF_8));
        return Command.of("script", "-qec", command, "/dev/null")
                .input(keys)
                .run()
                .exit();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private byte[] output() throws IOException {
        return Files.readAllBytes(folder.resolve("out"));
    }
}
