package org.penah.ceremony.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.ceremony.minisign.MinisignSecretKey;
import org.penah.ceremony.tip.TipReader;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeException;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.SealedFileCheck;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.tip.Padme;
import org.penah.sealing.tip.TipContent;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** A tip that its source seals on their own device, to the one key that it may be sealed to. */
class SealCommandTest {

    private static final byte[] PHOTO = photo();
    private static final String MESSAGE = "Qutab satan qadın hər şeyi gördü.";
    private static final SignedList LIST = new SignedList();

    private final Path folder;
    private final Cli cli = Cli.withoutPassphrase();

    SealCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void whatASourceHas() throws IOException {
        LIST.write(folder.resolve("keys.json"), 7, 30);
        Files.write(folder.resolve("photo 1.jpg"), PHOTO);
        Files.write(folder.resolve("empty.txt"), new byte[0]);
        Files.writeString(folder.resolve("message.txt"), MESSAGE);
    }

    @Test
    void sealsATipThatOpensWithTheQueuesKeyOfTodayAlone() throws IOException {
        // When
        int code = seal("threat", "--message", path("message.txt"), path("photo 1.jpg"), path("empty.txt"));

        // Then
        assertThat(code).as(cli.err()).isZero();
        Map<String, byte[]> opened = new HashMap<>();
        TipContent content = extract(LIST.today, opened);
        assertThat(content.message()).isEqualTo(MESSAGE);
        assertThat(content.replyTo()).isEmpty();
        assertThat(opened).containsOnlyKeys("photo 1.jpg", "empty.txt").containsEntry("photo 1.jpg", PHOTO);
        assertThat(LIST.othersKeys())
                .allSatisfy(key -> assertThatThrownBy(() -> open(key)).isInstanceOf(AgeException.class));
        assertThat(cli.out())
                .contains("signed this list: serial 7", "(30 days ago)", "Sealed to the key of threat", "/en/sealed");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void theSiteTakesItAsSealedAndItsSizeTellsLittle() throws Exception {
        // When
        seal("threat", path("photo 1.jpg"));

        // Then
        byte[] sealed = Files.readAllBytes(folder.resolve("tip.age"));
        var check = new SealedFileCheck();
        check.accept(sealed, 0, sealed.length);
        check.finish();
        assertThat((long) sealed.length).isEqualTo(Padme.atLeast(sealed.length)).isGreaterThan(PHOTO.length);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("tip.age"))))
                .isEqualTo("rw-------");
    }

    @Test
    void putsTheAddressForAnswersIntoTheSealedFile() throws IOException {
        // Given
        Receipt receipt = Receipt.generate();
        Cli source = Cli.with(Map.of("PENAH_RECEIPT", receipt.toWords()));

        // When
        int code = source.run(arguments("threat", "--receipt", "--message", path("message.txt")));

        // Then
        assertThat(code).as(source.err()).isZero();
        assertThat(extract(LIST.today, new HashMap<>()).replyTo())
                .isEqualTo(receipt.derive(SignedList.RECEIPTS)
                        .identity()
                        .recipient()
                        .toString());
        assertThat(source.out() + source.err()).doesNotContain(receipt.toWords(), receipt.toDigits());
    }

    @Test
    void takesAMessageFromStandardInput() throws IOException {
        // When
        int code = cli.typing(MESSAGE).run(arguments("threat", "--message", "-"));

        // Then
        assertThat(code).as(cli.err()).isZero();
        assertThat(extract(LIST.today, new HashMap<>()).message()).isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({"80,the list is old", "95,past its end"})
    void warnsOfAListThatANewerOneShouldHaveReplaced(int daysOld, String warning) throws IOException {
        // Given
        LIST.write(folder.resolve("keys.json"), 7, daysOld);

        // When
        int code = seal("threat", path("photo 1.jpg"));

        // Then
        assertThat(code).isZero();
        assertThat(cli.err()).startsWith("Warning: ").contains(warning);
        assertThat(cli.out()).contains("(" + daysOld + " days ago)");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("the root key's signature does not hold", List.of("-P", anotherRoot())),
                Arguments.of("the root key's signature does not hold", List.of("--keys", "changed.json")),
                Arguments.of("closed.json was valid until", List.of("--keys", "closed.json")),
                Arguments.of("early.json is valid from", List.of("--keys", "early.json")),
                Arguments.of("there is no ", List.of("--keys", "unsigned.json")),
                Arguments.of("older than one seen before", List.of("--at-least", "8")),
                Arguments.of("no such queue; it has: general, threat, later", List.of("--queue", "treat")),
                Arguments.of("no key of later is in use yet", List.of("--queue", "later")),
                Arguments.of("there is no ", List.of("photo 2.jpg")),
                Arguments.of("is no file", List.of("nested")),
                Arguments.of("no text in UTF-8", List.of("--message", "photo 1.jpg")),
                Arguments.of("at most 100000 characters", List.of("--message", "long.txt")),
                Arguments.of("run this in a terminal, or set PENAH_RECEIPT", List.of("--receipt")),
                Arguments.of("Input/output error", List.of("/proc/self/mem")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysInOneLineWhyItSealsNothingAndLeavesNothing(String why, List<String> options) throws IOException {
        // Given
        LIST.write(folder.resolve("closed.json"), 7, 104);
        LIST.write(folder.resolve("early.json"), 7, -1);
        Files.copy(folder.resolve("keys.json"), folder.resolve("unsigned.json"));
        Files.copy(folder.resolve("keys.json.minisig"), folder.resolve("changed.json.minisig"));
        Files.writeString(
                folder.resolve("changed.json"),
                Files.readString(folder.resolve("keys.json")).replace("\"serial\":7", "\"serial\":8"));
        Files.createDirectory(folder.resolve("nested"));
        Files.writeString(folder.resolve("long.txt"), "ə".repeat(100_001));
        List<String> all = new ArrayList<>(Arrays.asList(arguments("threat", path("photo 1.jpg"))));
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            int there = option.startsWith("-") ? all.indexOf(option) : -1;
            if (there >= 0) {
                all.set(there + 1, named(options.get(++i)));
            } else {
                all.add(named(option));
            }
        }

        // When
        int code = cli.run(all.toArray(String[]::new));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.err()).startsWith("penah: ").contains(why).hasLineCount(1);
        assertThat(folder.resolve("tip.age")).doesNotExist();
    }

    @Test
    void aMistypedReceiptIsRefusedBeforeItCostsAnAnswer() {
        // Given
        String mistyped = Receipt.generate().toDigits().replaceFirst("^.", "x");
        Cli source = Cli.with(Map.of("PENAH_RECEIPT", mistyped));

        // When
        int code = source.run(arguments("threat", "--receipt", path("photo 1.jpg")));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(source.err())
                .startsWith("penah: this is not the receipt: ")
                .hasLineCount(1)
                .doesNotContain(mistyped.substring(1, 9));
        assertThat(folder.resolve("tip.age")).doesNotExist();
    }

    @Test
    void wantsSomethingToSeal() throws IOException {
        // Given
        Files.writeString(folder.resolve("message.txt"), " \n");

        // When
        int nothing = seal("threat");
        String said = cli.err();
        int blank = seal("threat", "--message", path("message.txt"));

        // Then
        assertThat(new int[] {nothing, blank}).containsExactly(1, 1);
        assertThat(said).isEqualTo(cli.err()).contains("nothing to seal");
        assertThat(folder.resolve("tip.age")).doesNotExist();
    }

    @Test
    void neverWritesOverAFile() throws IOException {
        // Given
        Path mine = Files.writeString(folder.resolve("tip.age"), "mine");

        // When
        int code = seal("threat", path("photo 1.jpg"));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("penah: " + mine + " exists already, and stays as it is\n");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void remembersTheHighestSerial() throws IOException {
        // Given
        String seen = path("serial");
        seal("threat", "--seen", seen, path("photo 1.jpg"));
        Files.delete(folder.resolve("tip.age"));
        LIST.write(folder.resolve("keys.json"), 6, 30);

        // When
        int code = seal("threat", "--seen", seen, path("photo 1.jpg"));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("penah: the manifest is older than one seen before\n");
        assertThat(folder.resolve("serial")).hasContent("7");
    }

    @Test
    void opensWithNpmsAgeAndUnzip() throws Exception {
        // Given
        seal("threat", "--message", path("message.txt"), path("photo 1.jpg"));

        // When
        Command.of("node", "../sealing/target/js/age.mjs", "decrypt", new String(LIST.today.exportSecret()))
                .input(folder.resolve("tip.age"))
                .output(folder.resolve("tip.zip"))
                .errors(folder.resolve("errors"))
                .succeed();

        // Then
        unzips();
    }

    /** Debian's has post-quantum keys from version 1.3 on. */
    @Test
    void opensWithAgeAndUnzip() throws Exception {
        // Given
        String version = Command.orSkip("age", "--version").succeed().strip();
        if (!version.matches("v?1\\.([3-9]|[1-9][0-9]).*")) {
            Programs.skip("age " + version + " knows no post-quantum keys");
        }
        seal("threat", "--message", path("message.txt"), path("photo 1.jpg"));
        Files.writeString(folder.resolve("queue.key"), new String(LIST.today.exportSecret()) + "\n");

        // When
        Command.orSkip("age", "-d", "-i", path("queue.key"), "-o", path("tip.zip"), path("tip.age"))
                .succeed();

        // Then
        unzips();
    }

    private void unzips() {
        Command.orSkip("unzip", path("tip.zip"), "-d", path("out")).succeed();
        assertThat(folder.resolve("out/files/1")).hasBinaryContent(PHOTO);
        assertThat(folder.resolve("out/tip.json")).content().contains(MESSAGE, "\"name\":\"photo 1.jpg\"");
    }

    private int seal(String queue, String... more) {
        return cli.run(arguments(queue, more));
    }

    private String[] arguments(String queue, String... more) {
        List<String> all = new ArrayList<>(List.of("seal", "--keys", path("keys.json"), "-P", LIST.rootKey()));
        all.addAll(List.of("--queue", queue, "-o", path("tip.age")));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private TipContent extract(HybridIdentity key, Map<String, byte[]> into) throws IOException {
        Map<String, ByteArrayOutputStream> files = new HashMap<>();
        TipContent content = TipReader.extract(
                () -> open(key), file -> files.computeIfAbsent(file.name(), name -> new ByteArrayOutputStream()));
        files.forEach((name, bytes) -> into.put(name, bytes.toByteArray()));
        return content;
    }

    private InputStream open(HybridIdentity key) throws IOException {
        return AgeDecryptor.open(Files.newInputStream(folder.resolve("tip.age")), List.of(key));
    }

    /** A file's name as a path, anything else as it is. */
    private String named(String word) {
        return word.matches("[a-z]+( [12])?\\.(json|jpg|txt)|nested") ? path(word) : word;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String anotherRoot() {
        return MinisignSecretKey.generate().publicKey().toBase64();
    }

    private static byte[] photo() {
        byte[] photo = new byte[150_000];
        new Random(5).nextBytes(photo);
        return photo;
    }
}
