package org.penah.ceremony.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.testbed.program.Command;

class AgeCommandTest {

    private static final String PASSPHRASE = "yeddi dağ, yeddi çay";
    private static final byte[] PLAIN = plain();

    private final Path folder;
    private final Cli cli = Cli.withPassphrase(PASSPHRASE);

    AgeCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sealsToANewIdentityAndOpensAgain() throws IOException {
        // Given
        Path plain = Files.write(folder.resolve("plain"), PLAIN);
        assertThat(cli.run("age", "keygen", "-o", path("key.age"))).isZero();
        String recipient = cli.err().strip().replaceFirst("Recipient: ", "");

        // When
        int sealed = cli.run("age", "encrypt", "-a", "-r", recipient, "-o", path("tip.age"), plain.toString());
        int opened = cli.run("age", "decrypt", "-i", path("key.age"), "-o", path("opened"), path("tip.age"));

        // Then
        assertThat(sealed + opened).as(cli.err()).isZero();
        assertThat(folder.resolve("opened")).hasBinaryContent(PLAIN);
        assertThat(folder.resolve("tip.age")).content().startsWith("-----BEGIN AGE ENCRYPTED FILE-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key.age"))))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("key.age")).content().doesNotContain("AGE-SECRET-KEY");
    }

    @Test
    void standardInputToStandardOutput() {
        // Given
        cli.typing(PLAIN).run("age", "encrypt", "-p");
        byte[] sealed = cli.bytes();

        // When
        int code = cli.typing(sealed).run("age", "decrypt");

        // Then
        assertThat(code).isZero();
        assertThat(cli.bytes()).isEqualTo(PLAIN);
    }

    @Test
    void writesOnlyVerifiedChunksOfABrokenFile() throws IOException {
        // Given
        cli.typing(PLAIN).run("age", "encrypt", "-p");
        byte[] sealed = cli.bytes();
        sealed[sealed.length - 1] ^= 1;

        // When
        int code = cli.typing(sealed).run("age", "decrypt", "-o", path("opened"));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.err().lines()).hasSize(1);
        assertThat(folder.resolve("opened")).hasBinaryContent(Arrays.copyOf(PLAIN, 3 * 65536));
    }

    @Test
    void aWrongPassphraseLeavesNoFile() {
        // Given
        cli.typing(PLAIN).run("age", "encrypt", "-p");
        Cli other = Cli.withPassphrase("another passphrase").typing(cli.bytes());

        // When
        int code = other.run("age", "decrypt", "-o", path("opened"));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(other.err()).isEqualTo("penah: none of the identities opens this file\n");
        assertThat(folder.resolve("opened")).doesNotExist();
    }

    @Test
    void neverWritesOverAFile() throws IOException {
        // Given
        Path there = Files.writeString(folder.resolve("there"), "mine");

        // When
        int code = cli.typing(PLAIN).run("age", "encrypt", "-p", "-o", there.toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("penah: " + there + " exists already, and stays as it is\n");
        assertThat(there).hasContent("mine");
    }

    @Test
    void refusesToMixAndLeavesNothing() {
        // Given
        cli.run("age", "keygen", "-o", path("key.age"));
        String recipient = cli.err().strip().replaceFirst("Recipient: ", "");

        // When
        int code = cli.typing(PLAIN).run("age", "encrypt", "-p", "-r", recipient, "-o", path("tip.age"));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.err()).contains("passphrase");
        assertThat(folder.resolve("tip.age")).doesNotExist();
    }

    @Test
    void opensWhatDebiansAgeSealed() throws Exception {
        // Given
        Path plain = Files.write(folder.resolve("plain"), PLAIN);
        String said = Command.orSkip("age-keygen", "-o", path("key.txt")).succeed();
        String recipient = said.strip().replaceFirst("Public key: ", "");
        Command.orSkip("age", "-r", recipient, "-o", path("tip.age"), plain.toString())
                .succeed();

        // When
        int code = Cli.withoutPassphrase()
                .run("age", "decrypt", "-i", path("key.txt"), "-o", path("opened"), path("tip.age"));

        // Then
        assertThat(code).isZero();
        assertThat(folder.resolve("opened")).hasBinaryContent(PLAIN);
    }

    @Test
    void saysWhatIsMissing() {
        // Given
        Cli bare = Cli.withoutPassphrase();

        // When
        int noPassphrase = bare.run("age", "encrypt", "-p");
        String said = bare.err();
        int noRecipient = bare.run("age", "encrypt");
        int noCommand = bare.run("age", "frobnicate");

        // Then
        assertThat(said).contains("AGE_PASSPHRASE");
        assertThat(new int[] {noPassphrase, noRecipient, noCommand}).containsExactly(1, 1, 2);
        assertThat(bare.run("age", "decrypt", "--help")).isZero();
        assertThat(bare.out()).contains("Example:  ./penah age decrypt -i key.age");
    }

    @Test
    void namesTheFileThatIsNotThereBeforeItAsks() {
        // Given
        Cli bare = Cli.withoutPassphrase();

        // When
        int code = bare.run("age", "decrypt", path("tip.age"));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(bare.err()).contains("there is no " + path("tip.age")).doesNotContain("AGE_PASSPHRASE");
    }

    @Test
    void namesTheFolderThatIsNoIdentity() throws IOException {
        // Given
        Path sealed = Files.writeString(folder.resolve("tip.age"), "age");

        // When
        int code = cli.run("age", "decrypt", "-i", folder.toString(), sealed.toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.err()).contains(folder + " is a folder");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static byte[] plain() {
        byte[] plain = new byte[200_000];
        new Random(1).nextBytes(plain);
        return plain;
    }
}
