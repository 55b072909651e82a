package org.penah.sealing.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.receipt.ReceiptParameters;
import org.penah.testbed.words.DemoWords;

class OperatorWordsTest {

    private static final Script FORM = Script.of("/assets/form.js", new byte[1]);

    @TempDir
    Path folder;

    @BeforeEach
    void demo() throws IOException {
        DemoWords.copyTo(folder);
    }

    @Test
    void the_demos_words_are_complete_and_say_in_each_language_that_nobody_is_to_call() throws Exception {
        // When
        Map<String, OperatorWords> words = OperatorWords.read(folder);

        // Then
        assertThat(words).containsOnlyKeys(OperatorWords.LANGUAGES);
        says(words.get("az"), "Bu, nümayişdir");
        says(words.get("en"), "This is a demonstration");
        says(words.get("ru"), "Это демонстрация");
        says(words.get("tr"), "Bu bir gösteridir");
        says(words.get("fa"), "این یک نمایش است");
        assertThat(words.values())
                .allSatisfy(each -> assertThat(new String(each.file(), StandardCharsets.UTF_8)
                                .replaceAll("\\+1 202 555 01[0-9]{2}|help\\.[0-9]{3}", ""))
                        .doesNotContainPattern("\\p{Nd}"));
        assertThat(words.values())
                .allSatisfy(each -> assertThat(each.help("145")).isEmpty());
    }

    @Test
    void what_was_signed_is_read_and_what_was_changed_afterwards_is_refused() throws Exception {
        // Given
        KeyManifest manifest = manifest(OperatorWords.beside(List.of(FORM), OperatorWords.read(folder)));
        Map<String, OperatorWords> signed = OperatorWords.readSigned(folder, manifest);

        // When
        change("ru", "+1 202 555 0100", "+994 12 555 0100");

        // Then
        assertThat(signed.get("ru").file()).contains("+1 202 555 0100".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> OperatorWords.readSigned(folder, manifest))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("the manifest does not name /ru/words.txt");
    }

    @Test
    void a_manifest_from_before_there_were_words_has_none() {
        assertThatThrownBy(() -> OperatorWords.readSigned(folder, manifest(List.of(FORM))))
                .hasMessageContaining("does not name /az/words.txt");
    }

    @Test
    void signing_again_names_the_new_words_in_place_of_the_old_ones() throws Exception {
        // Given
        List<Script> before = OperatorWords.beside(List.of(FORM), OperatorWords.read(folder));
        change("tr", "0155", "0156");

        // When
        List<Script> after = OperatorWords.beside(before, OperatorWords.read(folder));

        // Then
        assertThat(after).hasSize(6).contains(FORM).isNotEqualTo(before);
        assertThat(after).extracting(Script::path).doesNotHaveDuplicates().contains("/tr/words.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "en", "ru", "tr", "fa"})
    void a_missing_language_is_refused_by_its_name(String language) throws IOException {
        // When
        Files.delete(folder.resolve(language + ".txt"));

        // Then
        refused("there is no readable", language + ".txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"who", "about", "partners", "kept", "contact", "help", "spyware", "android", "iphone", "tor"})
    void a_missing_and_an_empty_entry_are_refused_by_their_name(String key) throws IOException {
        // Given
        String whole = Files.readString(folder.resolve("az.txt"));

        // When
        Files.writeString(folder.resolve("az.txt"), whole.replaceAll("(?m)^" + key + "=.*\n", ""));
        refused("az.txt: " + key + " is missing");
        Files.writeString(folder.resolve("az.txt"), whole.replaceFirst("(?m)^" + key + "=.*", key + "= "));

        // Then
        refused("az.txt: " + key + " is empty");
    }

    @ParameterizedTest
    @CsvSource({"who, 200, 1", "about, 400, 4", "help, 160, 3", "help.155, 160, 3", "tor, 240, 4"})
    void a_line_too_long_and_a_line_too_many_are_refused(String key, int letters, int lines) throws Exception {
        // Given
        String whole = Files.readString(folder.resolve("fa.txt")).replaceAll("(?m)^" + key + "=.*\n", "");
        String longest = key + "=" + "پ".repeat(letters) + "\n";
        Files.writeString(folder.resolve("fa.txt"), whole + longest.repeat(lines));
        OperatorWords.read(folder);

        // When
        Files.writeString(folder.resolve("fa.txt"), whole + longest.repeat(lines + 1));
        refused("fa.txt: " + key + " has more than " + lines + " lines");
        Files.writeString(folder.resolve("fa.txt"), whole + longest.replace("=", "=پ"));

        // Then
        refused("fa.txt: " + key + " has a line of more than " + letters + " characters");
    }

    /** HTML, a control character, signs that turn what follows, break the line or are not seen. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>",
                ">",
                "\u0007",
                "\u202e",
                "\u2066",
                "\u200f",
                "\u061c",
                "\u2028",
                "\u2029",
                "\u200b",
                "\u2060",
                "\ufeff",
                "\u00ad",
                "\u206a",
                "\udb40\udc41"
            })
    void what_is_no_plain_text_is_refused(String sign) throws IOException {
        // When
        change("en", "Somebody nearby", "Somebody " + sign + "nearby");

        // Then
        refused("en.txt: help has a character that is not plain text");
    }

    @Test
    void the_joiners_that_persian_is_written_with_are_plain_text() throws Exception {
        // When
        change("fa", "شبانه", "می\u200cخواهم\u200d شبانه");

        // Then
        OperatorWords.read(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"help.999=112", "help.=112", "wer=we", "we write to you", "=x"})
    void a_line_without_a_known_key_is_refused(String line) throws IOException {
        // When
        Files.writeString(folder.resolve("en.txt"), Files.readString(folder.resolve("en.txt")) + line + "\n");

        // Then
        refused("en.txt: a line does not begin with a key and `=`");
    }

    @Test
    void a_region_that_one_language_lacks_is_refused() throws IOException {
        // When
        change("tr", "help.155=", "# nothing ");

        // Then
        refused("its languages name different regions");
    }

    @Test
    void all_lines_together_are_bounded_as_a_page_writes_them() throws IOException {
        // When
        for (String language : OperatorWords.LANGUAGES) {
            Path file = folder.resolve(language + ".txt");
            String much = OperatorWords.REGIONS.stream()
                    .skip(1)
                    .limit(5)
                    .map(region -> "help." + region + "=" + "'".repeat(160) + "\n")
                    .collect(Collectors.joining());
            Files.writeString(file, Files.readString(file) + much.repeat(3));
        }

        // Then
        refused("az.txt: all lines together have more than 16384 bytes on a page");
    }

    @Test
    void another_encoding_is_refused_and_a_windows_editors_marks_are_not() throws Exception {
        // Given
        String whole = Files.readString(folder.resolve("ru.txt"));
        Files.writeString(folder.resolve("ru.txt"), "\ufeff" + whole.replace("\n", "\r\n"));
        OperatorWords.read(folder);

        // When
        Files.writeString(folder.resolve("ru.txt"), whole, StandardCharsets.UTF_16);

        // Then
        refused("ru.txt: it is not UTF-8");
    }

    @Test
    void the_contract_names_each_key_with_its_bounds() throws IOException {
        // Given
        String contract = Files.readString(Path.of("../docs/contracts/key-manifest.md"));

        // When
        List<MatchResult> keys = Pattern.compile("\\((\\d+) lines of (\\d+) characters at most\\)\\s+(\\w+)=")
                .matcher(OperatorWords.blank())
                .results()
                .toList();

        // Then
        assertThat(keys)
                .hasSize(10)
                .allSatisfy(key -> assertThat(contract)
                        .containsPattern("(?m)^\\|[^|]*`%s`[^|]*\\| %s \\| %s \\|"
                                .formatted(key.group(3), key.group(1), key.group(2))));
    }

    private static void says(OperatorWords words, String demonstration) {
        assertThat(words.lines("who").get(0)).startsWith(demonstration + ": ");
        assertThat(words.lines("help").get(0)).startsWith(demonstration + ": ");
    }

    private void change(String language, String from, String to) throws IOException {
        Path file = folder.resolve(language + ".txt");
        String before = Files.readString(file);
        assertThat(before).contains(from);
        Files.writeString(file, before.replace(from, to));
    }

    private void refused(String... why) {
        assertThatThrownBy(() -> OperatorWords.read(folder))
                .isInstanceOf(ManifestException.class)
                .hasMessageContainingAll(why);
    }

    private static KeyManifest manifest(List<Script> served) {
        LocalDate first = LocalDate.parse("2026-11-24");
        var recipient = HybridIdentity.generate().recipient();
        return new KeyManifest(
                1,
                first,
                first.plusDays(89),
                recipient,
                ReceiptParameters.withSalt(new byte[16]),
                List.of(new Queue("threat", List.of(new Epoch(1, first, recipient)))),
                served);
    }
}
