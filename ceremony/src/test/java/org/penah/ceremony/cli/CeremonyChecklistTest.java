package org.penah.ceremony.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.ceremony.Ceremony;
import org.penah.ceremony.SealedIdentity;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;
import org.penah.testbed.words.DemoWords;

/** Runs {@code docs/key-ceremony.md} from its first command to its last, and looks at what it left. */
class CeremonyChecklistTest {

    private static final Path CHECKLIST = Path.of("..", "docs", "key-ceremony.md");
    private static final String PASSPHRASE = "altı yüz bəxtiyar quş";

    private final Path folder;
    private final Path keys;
    private final Cli cli = Cli.withPassphrase(PASSPHRASE);

    CeremonyChecklistTest(@TempDir Path folder) {
        this.folder = folder;
        this.keys = folder.resolve("keys");
    }

    @Test
    void everyCommandOfTheChecklistWorks() throws Exception {
        // Given
        Programs.orSkip("minisign");
        List<Line> lines = lines();
        assertThat(lines).hasSizeGreaterThan(15);

        // When
        for (Line command : lines) {
            int code = command.line.startsWith("./penah ") ? penah(command.line) : minisign(command.line);
            assertThat(code).as("%s: %s", command.line, cli.err()).isEqualTo(command.refused ? 1 : 0);
        }

        // Then
        assertThat(cli.err()).contains("still in force");
        assertThat(keys.resolve("keys.json"))
                .content()
                .contains("\"serial\":5", "\"epoch\":3,\"from\":\"2099-02-01\"", "\"epoch\":4,\"from\":\"2099-03-01\"");
        assertThat(keys.resolve("queues/threat/3/members/orkhan.age")).doesNotExist();
        opensTheQueueAs("leyla", "threat/3");
        opensTheQueueAs("nigar", "threat/1");
        opensTheQueueAs("leyla", "threat/4");
        nothingIsReadableByOthersOrInClear();
    }

    private void opensTheQueueAs(String member, String epoch) throws IOException {
        var passphrase = PassphraseIdentity.of(PASSPHRASE.toCharArray());
        HybridIdentity own = SealedIdentity.open(keys.resolve("members/" + member + ".age"), passphrase);
        HybridIdentity queue =
                SealedIdentity.open(keys.resolve("queues/" + epoch + "/members/" + member + ".age"), own);
        assertThat(keys.resolve("queues/" + epoch + "/recipient")).hasContent(queue.recipient() + "\n");
    }

    private void nothingIsReadableByOthersOrInClear() throws IOException {
        try (Stream<Path> files = Files.walk(keys)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("AGE-SECRET-KEY");
                if (file.toString().endsWith(".age") || file.endsWith("root.key")) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }
    }

    private int penah(String line) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.remove(0);
        int dir = arguments.indexOf("--dir");
        arguments.set(dir + 1, keys.toString());
        int recipient = arguments.indexOf("--recipient");
        if (recipient >= 0) {
            arguments.set(
                    recipient + 1, madeAtTheDesk(arguments.get(recipient + 1)).toString());
        }
        int code = cli.run(arguments.toArray(String[]::new));
        if (arguments.contains("words")) {
            // What people fill in by hand.
            DemoWords.copyTo(keys.resolve("words"));
        }
        return code;
    }

    /** Any key will do as the one that the desk made; the lead reads its digits. */
    private Path madeAtTheDesk(String file) throws IOException {
        cli.typing(new Ceremony(keys).digitsOf("leyla") + "\n");
        var passphrase = PassphraseIdentity.of(PASSPHRASE.toCharArray());
        HybridIdentity made = SealedIdentity.open(keys.resolve("members/leyla.age"), passphrase);
        HybridRecipient recovery = HybridRecipient.parse(
                Files.readString(keys.resolve("recovery.pub")).strip());
        return Files.writeString(folder.resolve(file), made.recipient() + "\n" + SealedIdentity.seal(made, recovery));
    }

    private int minisign(String line) {
        Command.Ended minisign =
                Command.orSkip(List.of(line.split(" "))).in(folder).run();
        assertThat(minisign.text()).contains("Signature and comment signature verified");
        return minisign.exit();
    }

    private record Line(String line, boolean refused) {}

    private static List<Line> lines() throws IOException {
        var lines = new ArrayList<Line>();
        String[] blocks = Files.readString(CHECKLIST).split("```sh", -1);
        for (String block : Arrays.copyOfRange(blocks, 1, blocks.length)) {
            boolean refused = block.startsWith(" refused");
            String body = block.substring(block.indexOf('\n') + 1, block.indexOf("```"));
            body.lines().forEach(line -> lines.add(new Line(line, refused)));
        }
        return lines;
    }
}
