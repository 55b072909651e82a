package org.penah.ceremony.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.ceremony.Ceremony;
import org.penah.ceremony.NightKey;
import org.penah.ceremony.SealedIdentity;
import org.penah.ceremony.minisign.CheapRootKey;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.testbed.program.Command;
import org.penah.testbed.words.DemoWords;

/** The manifest on the command line: which scripts are signed, and which serials are taken. */
class KeysCommandTest {

    private static final String PASSPHRASE = "altı yüz bəxtiyar quş";
    private static final String BROUGHT = "what is brought to the machine";

    /** Held once, for each passphrase costs scrypt's time; every test has a copy. */
    @TempDir
    static Path ceremony;

    @TempDir
    Path folder;

    private final Cli cli = Cli.withPassphrase(PASSPHRASE);

    /** With a second passphrase. */
    private Cli other = cli;

    @BeforeAll
    static void firstCeremony() throws Exception {
        KeysCommandTest first = new KeysCommandTest();
        first.folder = ceremony;
        first.keys("init");
        first.keys("member", "add", "leyla");
        first.keys("queue", "add", "threat", "--member", "leyla");
        first.keys("epoch", "threat");
        DemoWords.copyTo(ceremony.resolve("keys/words"));
        CheapRootKey.replace(ceremony.resolve("keys/root.key"), PASSPHRASE.toCharArray());
    }

    @BeforeEach
    void copyTheCeremony() throws IOException {
        try (Stream<Path> files = Files.walk(ceremony)) {
            for (Path file : files.filter(each -> !each.equals(ceremony)).toList()) {
                Files.copy(
                        file, folder.resolve(ceremony.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void passesTheKeyOfOneNightOnAndReplacesNothing() throws IOException {
        // Given
        HybridIdentity night = HybridIdentity.generate();
        Path sealed = night(night);

        // When
        int passed = passOn(sealed, BROUGHT);
        String said = other.out();
        int again = passOn(sealed, BROUGHT);

        // Then
        assertThat(new int[] {passed, again}).containsExactly(0, 1);
        assertThat(said).contains("the night of 2026-11-30");
        NightKey opened = NightKey.open(folder.resolve("brought.age"), PassphraseIdentity.of(BROUGHT.toCharArray()));
        assertThat(opened.key().recipient()).hasToString(night.recipient().toString());
    }

    /** All are sealed to the recovery key, and somebody at the server chooses which file is brought. */
    @Test
    void takesNoKeyOfAQueueForThatOfANightNorTheOtherWayRound() throws IOException {
        // Given
        Path epoch = folder.resolve("keys/queues/threat/1");

        // When
        int asNight = passOn(epoch.resolve("recovery.age"), BROUGHT);
        String said = other.err();
        Files.move(
                night(HybridIdentity.generate()), epoch.resolve("recovery.age"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(epoch.resolve("members/leyla.age"));
        int asEpoch = keys("recover", "threat", "1", "--member", "leyla");

        // Then
        assertThat(new int[] {asNight, asEpoch}).containsExactly(1, 1);
        assertThat(said).contains("recovery.age is not the key of a night's backup");
        assertThat(folder.resolve("brought.age")).doesNotExist();
        assertThat(epoch.resolve("members/leyla.age")).doesNotExist();
    }

    @Test
    void thePassphraseOfTheRecoveryKeyIsNotBroughtToAServer() throws IOException {
        // When
        int passed = passOn(night(HybridIdentity.generate()), PASSPHRASE);

        // Then
        assertThat(passed).isEqualTo(1);
        assertThat(other.err()).contains("make another one");
        assertThat(folder.resolve("brought.age")).doesNotExist();
    }

    private Path night(HybridIdentity night) throws IOException {
        String recovery = Files.readString(folder.resolve("keys/recovery.pub")).strip();
        return Files.writeString(
                folder.resolve("night.age"),
                new NightKey(LocalDate.parse("2026-11-30"), night).sealedTo(HybridRecipient.parse(recovery)));
    }

    private int passOn(Path sealed, String passphrase) {
        other = Cli.with(Map.of("PENAH_PASSPHRASE", PASSPHRASE, "PENAH_NEW_PASSPHRASE", passphrase));
        return other.run(
                "keys",
                "night",
                sealed.toString(),
                folder.resolve("brought.age").toString(),
                "--dir",
                folder.resolve("keys").toString());
    }

    @Test
    void takesOverAnEpochThatTheDeskMadeOnTheDayOfTheLastOneWithItsCopyForTheRecoveryKey() throws IOException {
        // Given
        HybridIdentity made = HybridIdentity.generate();
        cli.typing(digitsOf(made).replace(' ', '-') + "\n");

        // When
        int adopted = adopt(file(2, made, made, recovery()));
        String said = cli.out();
        int signed = keys("sign");
        int recovered = keys("recover", "threat", "2", "--member", "leyla");

        // Then
        assertThat(new int[] {adopted, signed, recovered}).containsExactly(0, 0, 0);
        assertThat(said)
                .contains(
                        "made at the desk; sealed to recovery alone",
                        "The recovery key opens it.",
                        "destroy threat-2.epoch, here and where the lead saved it");
        assertThat(folder.resolve("keys/keys.json"))
                .content()
                .contains(made.recipient().toString());
        assertThat(leylasKeyOf(2).recipient()).hasToString(made.recipient().toString());
        assertThat(keys("destroy", "threat", "1", "--yes")).isZero();
        keys("epoch", "threat");
        assertThat(keys("destroy", "threat", "2", "--yes")).isZero();
        assertThat(cli.out()).contains("Destroyed 2 copies of the key of epoch 2");
    }

    private HybridIdentity leylasKeyOf(int epoch) throws IOException {
        HybridIdentity leyla = SealedIdentity.open(
                folder.resolve("keys/members/leyla.age"), PassphraseIdentity.of(PASSPHRASE.toCharArray()));
        return SealedIdentity.open(folder.resolve("keys/queues/threat/" + epoch + "/members/leyla.age"), leyla);
    }

    @Test
    void saysThatNobodyCheckedTheCopyWhereTheRecoveryKeyIsElsewhere() throws IOException {
        // Given
        Path safe = Files.move(folder.resolve("keys/recovery.age"), folder.resolve("recovery.age"));
        HybridIdentity made = HybridIdentity.generate();
        cli.typing(digitsOf(made));

        // When
        int adopted = adopt(file(2, made, HybridIdentity.generate(), recovery()));
        String said = cli.out();
        Files.move(safe, folder.resolve("keys/recovery.age"));
        int recovered = keys("recover", "threat", "2", "--member", "leyla");

        // Then
        assertThat(new int[] {adopted, recovered}).containsExactly(0, 1);
        assertThat(said)
                .contains("Nobody has checked that the recovery key opens it")
                .doesNotContain("opens it.");
        assertThat(cli.err()).contains("is of another key than the epoch's");
        assertThat(folder.resolve("keys/queues/threat/2/members")).doesNotExist();
    }

    @Test
    void replacesACopyThatTheRecoveryKeyDoesNotOpenOnceThatKeyIsAtHand() throws IOException {
        // Given
        Path safe = Files.move(folder.resolve("keys/recovery.age"), folder.resolve("recovery.age"));
        HybridIdentity made = HybridIdentity.generate();
        cli.typing(digitsOf(made));
        adopt(file(2, made, HybridIdentity.generate(), recovery()));
        Path right = file(2, made, made, recovery());
        int elsewhere = adopt(right);
        Files.move(safe, folder.resolve("keys/recovery.age"));

        // When
        int replaced = adopt(right);
        int recovered = keys("recover", "threat", "2", "--member", "leyla");

        // Then
        assertThat(new int[] {elsewhere, replaced, recovered}).containsExactly(1, 0, 0);
        assertThat(leylasKeyOf(2).recipient()).hasToString(made.recipient().toString());
        assertThat(folder.resolve("keys/queues/threat/2").toFile().list())
                .containsExactlyInAnyOrder("from", "recipient", "recovery.age", "members");
    }

    /** An intruder at the server gives the lead another copy; the digits say nothing of it. */
    @Test
    void refusesAnEpochThatTheRecoveryKeyWouldNotBringBack() throws IOException {
        // Given
        HybridIdentity made = HybridIdentity.generate();

        Map<String, String> contents = Map.of(
                "is of another key", content(made, HybridIdentity.generate(), recovery()),
                "is not for this recovery key",
                        content(made, made, HybridIdentity.generate().recipient()),
                "save it at the desk again", made.recipient() + "\n");

        for (Map.Entry<String, String> content : contents.entrySet()) {
            // When
            cli.typing(digitsOf(made));
            int refused = adopt(Files.writeString(folder.resolve("threat-2.epoch"), content.getValue()));

            // Then
            assertThat(refused).as(content.getKey()).isEqualTo(1);
            assertThat(cli.err()).contains(content.getKey());
            assertThat(folder.resolve("keys/queues/threat/2")).doesNotExist();
        }
    }

    /** As versions before 2026-12-01 took it over. */
    @Test
    void addsTheCopyToAnEpochThatWasTakenOverWithoutOne() throws IOException {
        // Given
        HybridIdentity made = HybridIdentity.generate();
        Path file = file(2, made, made, recovery());
        cli.typing(digitsOf(made));
        adopt(file);
        Path copy = folder.resolve("keys/queues/threat/2/recovery.age");
        Files.delete(copy);

        // When
        int added = adopt(file);
        String said = cli.out();
        int again = adopt(file);

        // Then
        assertThat(new int[] {added, again}).containsExactly(0, 1);
        assertThat(said).contains("sealed to recovery alone");
        assertThat(copy).exists();
        assertThat(cli.err()).contains("the next epoch of threat here is 3, and the desk's is 2");
    }

    /** An intruder who writes to triage's database puts their own key in the file; the lead reads the digits of the one they made. */
    @ParameterizedTest
    @ValueSource(strings = {"", "2287 3236 8374 5483 0212 8726\n"})
    void refusesAnEpochWithoutTheDigitsThatTheLeadReads(String heard) throws IOException {
        // Given
        HybridIdentity theirs = HybridIdentity.generate();
        cli.typing(heard);

        // When
        int refused = adopt(file(2, theirs, theirs, recovery()));

        // Then
        assertThat(refused).isEqualTo(1);
        assertThat(cli.err()).contains("not the digits of the key in the file");
        assertThat(cli.out() + cli.err())
                .doesNotContain(digitsOf(theirs), digitsOf(theirs).substring(0, 9));
        assertThat(folder.resolve("keys/queues/threat/2")).doesNotExist();
    }

    @Test
    void refusesAnEpochThatTheDeskCountsOtherwise() throws IOException {
        // Given
        HybridIdentity made = HybridIdentity.generate();
        cli.typing(digitsOf(made));

        // When
        int refused = adopt(file(3, made, made, recovery()));

        // Then
        assertThat(refused).isNotZero();
        assertThat(cli.err()).contains("the next epoch of threat here is 2, and the desk's is 3");
    }

    private int adopt(Path file) {
        return keys("epoch", "threat", "--recipient", file.toString());
    }

    /** As the desk saves it, with the key of which it has a copy, and to whom that is sealed. */
    private Path file(int epoch, HybridIdentity made, HybridIdentity copied, HybridRecipient sealedTo)
            throws IOException {
        return Files.writeString(folder.resolve("threat-" + epoch + ".epoch"), content(made, copied, sealedTo));
    }

    private static String content(HybridIdentity made, HybridIdentity copied, HybridRecipient sealedTo)
            throws IOException {
        return made.recipient() + "\n" + SealedIdentity.seal(copied, sealedTo);
    }

    private HybridRecipient recovery() throws IOException {
        return HybridRecipient.parse(
                Files.readString(folder.resolve("keys/recovery.pub")).strip());
    }

    /** As the desk shows them. */
    private String digitsOf(HybridIdentity made) throws IOException {
        Path elsewhere = Files.createTempDirectory(folder, "digits");
        Ceremony ceremony = new Ceremony(elsewhere);
        ceremony.addMember("made", made.recipient());
        return ceremony.digitsOf("made");
    }

    @Test
    void signsAScriptAndCatchesAnother() throws IOException {
        // Given
        Path form = Files.writeString(folder.resolve("form.js"), "seal()");
        Path forged = Files.writeString(folder.resolve("forged.js"), "leak()");

        // When
        int signed = keys("sign", "--script", "/assets/form.js=" + form);
        int good = keys("verify", "--script", "/assets/form.js=" + form);
        int bad = keys("verify", "--script", "/assets/form.js=" + forged);

        // Then
        assertThat(new int[] {signed, good, bad}).containsExactly(0, 0, 1);
        assertThat(cli.err()).contains("/assets/form.js is not what was signed");
        assertThat(folder.resolve("keys/keys.json"))
                .content()
                .contains("\"scripts\":[{\"path\":\"/assets/form.js\",\"sha256\":\"" + sha256sum(form) + "\"},");
    }

    @Test
    void keepsTheLastScriptsUntilItIsToldOthers() throws IOException {
        // Given
        Path form = Files.writeString(folder.resolve("form.js"), "seal()");
        Path list = Files.writeString(folder.resolve("list"), sha256sum(form) + "  /assets/form.js\n");
        keys("sign", "--scripts", list.toString());

        // When
        keys("sign");
        int kept = keys("verify", "--script", "/assets/form.js=" + form);
        keys("sign", "--script", "/assets/other.js=" + form);
        int gone = keys("verify", "--script", "/assets/form.js=" + form);

        // Then
        assertThat(new int[] {kept, gone}).containsExactly(0, 1);
    }

    @Test
    void signsTheOperatorsWordsAndCatchesOthers() throws IOException {
        // Given
        Path words = folder.resolve("keys/words/az.txt");
        Path forged = Files.writeString(
                folder.resolve("forged.txt"), Files.readString(words).replace("+1 202 555 0100", "+994 12 555 0100"));

        // When
        int signed = keys("sign");
        String shown = cli.out();
        int good = keys("verify", "--script", "/az/words.txt=" + words);
        int bad = keys("verify", "--script", "/az/words.txt=" + forged);
        String said = cli.err();
        Files.move(forged, words, StandardCopyOption.REPLACE_EXISTING);
        int changed = keys("verify");

        // Then
        assertThat(new int[] {signed, good, bad, changed}).containsExactly(0, 0, 1, 1);
        assertThat(said).contains("/az/words.txt is not what was signed");
        assertThat(shown)
                .contains("az  Bu, nümayişdir:", "en  This is a demonstration: nobody helps", "ru  ", "tr  ", "fa  ");
        assertThat(cli.err()).contains("the manifest does not name /az/words.txt");
    }

    @Test
    void signsNoManifestWithoutWords() throws IOException {
        // Given
        Path words = Files.move(folder.resolve("keys/words"), folder.resolve("elsewhere"));

        // When
        int without = keys("sign");
        String said = cli.err();
        int made = keys("words");
        int empty = keys("sign");
        String then = cli.err();
        int again = keys("words");

        // Then
        assertThat(new int[] {without, made, empty, again}).containsExactly(1, 0, 1, 1);
        assertThat(said).contains("`keys words` makes it");
        assertThat(then).contains("az.txt: who is empty");
        assertThat(cli.err()).contains("az.txt exists already, and stays as it is");
        assertThat(folder.resolve("keys/keys.json")).doesNotExist();
        assertThat(words.resolve("az.txt")).exists();
    }

    @Test
    void remembersTheHighestSerialForWhoDownloadsManifests() throws IOException {
        // Given
        keys("sign");
        Path older = copy("older.json");
        keys("sign");
        Path newer = copy("newer.json");
        String seen = folder.resolve("serial").toString();

        // When
        int first = keys("verify", older.toString(), "--seen", seen);
        int second = keys("verify", newer.toString(), "--seen", seen);
        int back = keys("verify", older.toString(), "--seen", seen);
        String said = cli.err();
        int again = keys("verify", newer.toString(), "--seen", seen);
        int below = keys("verify", newer.toString(), "--at-least", "3");

        // Then
        assertThat(new int[] {first, second, back, again, below}).containsExactly(0, 0, 1, 0, 1);
        assertThat(said).isEqualTo("penah: the manifest is older than one seen before\n");
        assertThat(folder.resolve("serial")).hasContent("2");
    }

    @Test
    void refusesAnOlderManifestInItsOwnFolder() throws IOException {
        // Given
        keys("sign");
        copy("older.json");
        keys("sign");
        Files.copy(folder.resolve("older.json"), manifest(""), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(folder.resolve("older.json.minisig"), manifest(".minisig"), StandardCopyOption.REPLACE_EXISTING);

        // When
        int verified = keys("verify");
        int shown = keys("show");

        // Then
        assertThat(new int[] {verified, shown}).containsExactly(1, 1);
    }

    @Test
    void tellsAMachineWhatItVerified() throws IOException {
        // Given
        keys("sign", "--from", "2026-01-01", "--days", "1");

        // When
        int code = keys("verify", "--json");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.out())
                .matches(
                        "\\{\"rootKey\":\"[0-9A-F]{16}\",\"serial\":\\d+,\"notBefore\":\"2026-01-01\",\"notAfter\":\"2026-01-0\\d\",\"state\":\"CLOSED\",\"open\":false}\n");
    }

    @Test
    void refusesToGuessWhatWasSeen() throws IOException {
        // Given
        keys("sign");
        Path seen = Files.writeString(folder.resolve("serial"), "many");

        // When
        int code = keys("verify", "--seen", seen.toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("penah: " + seen + " holds no serial\n");
    }

    private int keys(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "keys";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--dir";
        all[arguments.length + 2] = folder.resolve("keys").toString();
        return cli.run(all);
    }

    private Path manifest(String suffix) {
        return folder.resolve("keys/keys.json" + suffix);
    }

    private Path copy(String name) throws IOException {
        Files.copy(manifest(".minisig"), folder.resolve(name + ".minisig"));
        return Files.copy(manifest(""), folder.resolve(name));
    }

    private static String sha256sum(Path file) {
        return Command.of("sha256sum", file.toString()).succeed().substring(0, 64);
    }
}
