package org.penah.intake.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.receipt.Receipt;

class FormCheckTest {

    private static final String GOOD_TOKEN = "A".repeat(43);

    private final FormCheck check = new FormCheck(
            EnumSet.of(Topic.THREAT, Topic.OTHER),
            addition -> !addition.queue().equals("gone"),
            word -> word.equals(GOOD_TOKEN) ? Optional.empty() : Optional.of(FormError.UNREADABLE));

    @Test
    void an_empty_form_is_told_what_it_lacks_in_the_order_of_the_page() {
        // When
        List<FormError> faults = check.whole(new Draft(), false);

        // Then
        assertThat(faults)
                .containsExactly(
                        FormError.DANGER_MISSING,
                        FormError.TOPIC_MISSING,
                        FormError.NOTHING_SAID,
                        FormError.RECEIPT_MISSING,
                        FormError.UNREADABLE);
    }

    @Test
    void a_copy_of_the_receipt_is_good_in_either_form_and_any_spacing() {
        // Given
        Receipt receipt = Receipt.generate();
        Draft words = calm(receipt, receipt.toWords().toUpperCase(Locale.ROOT));
        Draft digits = calm(receipt, "\n" + receipt.toDigits().replace(" ", "-"));

        // When
        List<FormError> faults = Stream.of(words, digits)
                .flatMap(draft -> check.whole(draft, true).stream())
                .toList();

        // Then
        assertThat(faults).isEmpty();
    }

    @Test
    void a_copy_that_is_not_the_receipt_is_told_before_any_file_is_taken() {
        // Given
        Receipt receipt = Receipt.generate();
        Draft another = calm(receipt, Receipt.generate().toWords());
        Draft slip = calm(receipt, receipt.toWords().substring(1));

        // When
        List<FormError> faults = Stream.of(another, slip)
                .flatMap(draft -> check.beforeFiles(draft).stream())
                .toList();

        // Then
        assertThat(faults).containsExactly(FormError.PRACTICE_DIFFERS, FormError.PRACTICE_DIFFERS);
    }

    private static Draft calm(Receipt receipt, String practice) {
        return draft(Map.of(
                Field.DANGER,
                "none",
                Field.TOPIC,
                "other",
                Field.RECEIPT,
                receipt.toDigits(),
                Field.PRACTICE,
                practice));
    }

    @Test
    void danger_needs_a_time_and_a_word_on_whom_we_may_tell() {
        // Given
        Draft draft = draft(Map.of(Field.DANGER, "me", Field.TOPIC, "threat", Field.REGION, "999"));

        // When
        List<FormError> faults = check.beforeFiles(draft);

        // Then
        assertThat(faults).containsExactly(FormError.SOON_MISSING, FormError.REGION_UNKNOWN, FormError.ALERT_MISSING);
    }

    /** Of a page that was opened before the version changed. */
    @Test
    void two_boxes_that_were_ticked_allow_what_they_said() {
        // Given
        Map<Field, String> said =
                Map.of(Field.DANGER, "me", Field.SOON, "hours", Field.TOPIC, "threat", Field.DETAILS, "yes");
        Draft both = draft(said);
        both.put(Field.ALERT, "yes");

        // When
        List<FormError> one = check.beforeFiles(draft(said));

        // Then
        assertThat(check.beforeFiles(both)).isEmpty();
        assertThat(check.answers(both).consents()).isEqualTo(new Consents(true, true));
        assertThat(one).containsExactly(FormError.ALERT_MISSING);
    }

    /** It asks about no topic: an operator who offers others does not close it. */
    @Test
    void the_form_for_danger_needs_no_topic_that_is_offered() {
        // Given
        FormCheck others = new FormCheck(EnumSet.of(Topic.OTHER), addition -> true, word -> Optional.empty());
        Map<Field, String> said = Map.of(Field.SOON, "hours", Field.ALERT, "details", Field.TOPIC, "threat");
        Draft danger = draft(said);
        danger.put(Field.DANGER, "unspecified");
        Draft whole = draft(said);
        whole.put(Field.DANGER, "me");

        // When
        List<FormError> none = others.beforeFiles(danger);
        List<FormError> one = others.beforeFiles(whole);

        // Then
        assertThat(none).isEmpty();
        assertThat(one).containsExactly(FormError.TOPIC_MISSING);
        assertThat(others.answers(danger).consents()).isEqualTo(new Consents(true, true));
    }

    /** The page's script is tested with the same. */
    @TestFactory
    Stream<DynamicTest> what_is_sealed_and_what_is_told_is_what_the_script_says_too() throws IOException {
        JsonNode cases = new ObjectMapper()
                .readTree(Path.of("../docs/contracts/vectors/answers.json").toFile());
        assertThat(cases).hasSize(10);
        return StreamSupport.stream(cases.spliterator(), false)
                .map(each -> dynamicTest(each.get("what").asText(), () -> {
                    // Given
                    Draft draft = new Draft();
                    each.get("form")
                            .properties()
                            .forEach(field -> draft.put(
                                    Field.named(field.getKey()).orElseThrow(),
                                    field.getValue().asText()));
                    FormCheck all =
                            new FormCheck(EnumSet.allOf(Topic.class), addition -> true, word -> Optional.empty());

                    // When
                    Answers answers = all.answers(draft);

                    // Then
                    assertThat(all.beforeFiles(draft)).isEmpty();
                    assertThat(answers.topicWord())
                            .isEqualTo(each.at("/sealed/topic").asText());
                    assertThat(answers.words()).isEqualTo(words(each.at("/sealed/answers")));
                    assertThat(answers.threat().who().word())
                            .isEqualTo(each.at("/clear/threat/who").asText());
                    assertThat(answers.consents())
                            .isEqualTo(new Consents(
                                    each.at("/clear/consents/alert").asBoolean(),
                                    each.at("/clear/consents/details").asBoolean()));
                }));
    }

    private static Map<String, String> words(JsonNode object) {
        Map<String, String> words = new LinkedHashMap<>();
        object.properties()
                .forEach(word -> words.put(word.getKey(), word.getValue().asText()));
        return words;
    }

    @Test
    void a_form_for_more_asks_whether_it_is_worse_and_then_whom_we_may_tell() {
        // Given
        Draft draft = draft(Map.of(Field.FOLLOWS, UUID.randomUUID() + " general none"));
        Draft worse = draft(Map.of(Field.FOLLOWS, draft.text(Field.FOLLOWS), Field.SOON, "days", Field.REGION, "999"));
        Draft told = draft(Map.of(Field.FOLLOWS, UUID.randomUUID() + " threat days ask", Field.SOON, "as-before"));

        // When
        List<List<FormError>> faults =
                Stream.of(draft, worse, told).map(check::beforeFiles).toList();

        // Then
        assertThat(faults)
                .containsExactly(
                        List.of(FormError.WORSE_MISSING),
                        List.of(FormError.REGION_UNKNOWN, FormError.ALERT_MISSING),
                        List.of(FormError.ALERT_MISSING));
    }

    @Test
    void to_allow_something_needs_no_words_and_to_add_does() {
        // Given
        Draft told = draft(Map.of(
                Field.FOLLOWS, UUID.randomUUID() + " threat days ask", Field.SOON, "as-before", Field.ALERT, "yes"));
        Draft more = draft(Map.of(Field.FOLLOWS, UUID.randomUUID() + " threat days", Field.SOON, "as-before"));

        // When
        List<FormError> faults = check.whole(told, false);

        // Then
        assertThat(faults).isEmpty();
        assertThat(check.whole(more, false)).containsExactly(FormError.NOTHING_SAID);
    }

    /** Then it is an ordinary form, which asks everything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "d5f9b2e8-6031-4ca7-b4f2-8e1d3c60af95 gone none",
                "",
                "x",
                "d5f9b2e8-6031-4ca7-b4f2-8e1d3c60af95 Threat days",
                "d5f9b2e8-6031-4ca7-b4f2-8e1d3c60af95 threat years"
            })
    void a_form_that_names_no_tip_adds_to_none(String follows) {
        // Given
        Draft draft = draft(Map.of(Field.FOLLOWS, follows));

        // When
        List<FormError> faults = check.beforeFiles(draft);

        // Then
        assertThat(faults).containsExactly(FormError.DANGER_MISSING, FormError.TOPIC_MISSING);
    }

    @Test
    void a_file_is_not_sealed_for_a_form_that_we_did_not_serve() {
        // Given
        Draft draft = draft(Map.of(Field.DANGER, "none", Field.TOPIC, "other", Field.ONCE, "B".repeat(43)));

        // When
        List<FormError> faults = check.beforeFiles(draft);

        // Then
        assertThat(faults).containsExactly(FormError.UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({"danger,ME", "danger,extreme", "topic,corruption", "topic,THREAT", "soon,now", "alert,on"})
    void what_is_not_offered_is_no_answer(String field, String word) {
        // Given
        Draft draft = draft(Map.of(Field.DANGER, "me", Field.SOON, "days", Field.ALERT, "no", Field.TOPIC, "threat"));
        draft.put(Field.named(field).orElseThrow(), word);

        // When
        List<FormError> faults = check.beforeFiles(draft);

        // Then
        assertThat(faults).hasSize(1);
    }

    @Test
    void files_can_speak_for_themselves() {
        // Given
        Draft draft = draft(Map.of(Field.DANGER, "none", Field.TOPIC, "other"));

        // When
        List<FormError> faults = check.whole(draft, true);

        // Then
        assertThat(faults).isEmpty();
    }

    @Test
    void a_text_is_measured_as_the_browser_measures_it() {
        // Given
        Draft longest = draft(Map.of(
                Field.DANGER, "none", Field.TOPIC, "other", Field.MESSAGE, "a\r\n".repeat(Draft.LONGEST_MESSAGE / 2)));
        Draft longer = draft(Map.of(
                Field.DANGER, "none", Field.TOPIC, "other", Field.MESSAGE, "a".repeat(Draft.LONGEST_MESSAGE + 1)));

        // When
        List<FormError> none = check.whole(longest, false);
        List<FormError> one = check.whole(longer, false);

        // Then
        assertThat(none).isEmpty();
        assertThat(one).containsExactly(FormError.MESSAGE_TOO_LONG);
    }

    @Test
    void answers_to_questions_out_of_sight_are_no_answers() {
        // Given
        Draft draft = draft(Map.of(
                Field.DANGER, "none",
                Field.SOON, "hours",
                Field.REGION, "145",
                Field.ALERT, "details",
                Field.TOPIC, "other",
                Field.MESSAGE, "x"));

        // When
        Answers answers = check.answers(draft);

        // Then
        assertThat(answers.threat()).isEqualTo(Threat.none());
        assertThat(answers.consents()).isEqualTo(Consents.NONE);
    }

    @Test
    void a_report_of_danger_keeps_what_was_said_and_allowed() {
        // Given
        Draft draft = draft(Map.of(
                Field.DANGER, "someone-else",
                Field.SOON, "hours",
                Field.REGION, "145",
                Field.ALERT, "yes",
                Field.TOPIC, "other"));

        // When
        Answers answers = check.answers(draft);

        // Then
        assertThat(answers.threat())
                .isEqualTo(new Threat(ThreatTarget.SOMEONE_ELSE, Urgency.HOURS, Region.WESTERN_ASIA));
        assertThat(answers.consents()).isEqualTo(new Consents(true, false));
        assertThat(answers.words())
                .containsExactly(
                        Map.entry("danger", "someone-else"),
                        Map.entry("soon", "hours"),
                        Map.entry("region", "145"),
                        Map.entry("alert", "yes"),
                        Map.entry("details", "no"));
    }

    @Test
    void what_a_source_wrote_does_not_show_in_text() {
        // Given
        Draft draft = draft(Map.of(Field.DANGER, "none", Field.TOPIC, "other", Field.MESSAGE, "canary"));

        // When
        String shown = draft + " " + check.answers(draft);

        // Then
        assertThat(shown).doesNotContain("canary");
    }

    private static Draft draft(Map<Field, String> texts) {
        Draft draft = new Draft();
        draft.put(Field.ONCE, GOOD_TOKEN);
        draft.put(Field.RECEIPT, Receipt.generate().toDigits());
        texts.forEach(draft::put);
        return draft;
    }
}
