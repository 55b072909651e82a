package org.penah.intake.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.ceremony.tip.TipReader;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Multipart;
import org.penah.intake.Source;
import org.penah.intake.page.Language;
import org.penah.sealing.tip.TipContent;

/** What a source adds to an earlier tip, with its receipt. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class AddingTest {

    private static final String RECEIVED = "org.penah.tip.received.v1";
    private static final String TELL = "You may tell protection organisations now";
    private static final String WORDS = "They are at the door.";

    private final Returning source = new Returning();

    /** It comes in the lane of the danger that it follows, and in clear nothing says that it follows one. */
    @ParameterizedTest
    @CsvSource({"hours", "days"})
    void more_of_danger_that_is_no_worse_is_told_as_danger_of_which_nobody_may_be_told(String soon) throws IOException {
        // Given
        UUID first = source.sendUntold(soon);
        HttpResponse<String> form = source.press(source.comeBack(), "more");
        List<Path> before = Source.blobs();

        // When
        UUID second = source.add(form, Map.of("soon", "as-before", "message", WORDS));

        // Then
        JsonNode event = data(second);
        JsonNode other = data(first);
        assertThat(event.at("/threat").toString()).isEqualTo("{\"who\":\"unspecified\",\"when\":\"" + soon + "\"}");
        assertThat(event.at("/queue")).isEqualTo(other.at("/queue"));
        assertThat(event.has("dueBy")).isTrue();
        assertThat(event.has("alertId")).isFalse();
        assertThat(event.at("/consents/alert").asBoolean()).isFalse();
        assertThat(event.toString()).doesNotContain(first.toString());
        assertThat(event.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(other::fieldNames);
        TipContent content = opened(before, "threat");
        assertThat(content.message()).isEqualTo(WORDS);
        assertThat(content.answers())
                .containsEntry("follows", first.toString())
                .containsEntry("worse", "no")
                .containsEntry("alert", "as-before");
    }

    @Test
    void what_is_added_allows_nothing_and_takes_nothing_back() {
        // Given
        UUID first = source.sendDanger();
        HttpResponse<String> form = source.press(source.comeBack(), "more");

        // When
        HttpResponse<String> page =
                source.source().post(Returning.added(form, Map.of("soon", "as-before", "message", WORDS)));

        // Then
        assertThat(page.body())
                .contains("What you allowed before stays as it is.")
                .doesNotContain("You did not allow", "are told once staff");
        assertThat(LocalPostgres.ask("select alert and details from tip where tip_id = '" + first + "'"))
                .containsExactly("t");
        assertThat(Returning.events("penah.intake.triage", "consent.withdrawn", first))
                .isEmpty();
        assertThat(LocalPostgres.ask("select count(alert_id) from tip where mailbox = " + source.box()))
                .containsExactly("1");
    }

    @Test
    void danger_that_is_worse_needs_an_answer_on_whom_we_may_tell_and_raises_its_own_alert() {
        // Given
        source.sendDanger();
        HttpResponse<String> form = source.press(source.comeBack(), "more");

        // When
        HttpResponse<String> silent =
                source.source().post(Returning.added(form, Map.of("soon", "hours", "message", WORDS)));
        UUID second = source.add(silent, Map.of("soon", "hours", "alert", "yes", "region", "145", "message", WORDS));

        // Then
        assertThat(silent.statusCode()).isEqualTo(422);
        assertThat(silent.body())
                .contains(
                        "Say whether we may tell protection organisations",
                        WORDS,
                        source.receipt().toDigits());
        JsonNode event = data(second);
        assertThat(event.at("/threat/region").asText()).isEqualTo("145");
        UUID alert = UUID.fromString(event.at("/alertId").asText());
        assertThat(Returning.event("penah.intake.notify", "org.penah.alert.asserted.v1", alert))
                .contains("\"details\":false");
    }

    @ParameterizedTest
    @CsvSource({"yes,false", "details,true"})
    void a_consent_can_be_given_later_and_stands_in_the_tip_that_gives_it(String answer, boolean details) {
        // Given
        UUID first = source.sendUntold("hours");
        HttpResponse<String> form = source.press(source.comeBack(), "tell");

        // When
        HttpResponse<String> silent =
                source.source().post(Returning.added(form, Map.of("soon", "as-before", "message", WORDS)));
        UUID second = source.add(silent, Map.of("soon", "as-before", "alert", answer, "message", WORDS));

        // Then
        assertThat(silent.body()).contains("Say whether we may tell protection organisations");
        JsonNode event = data(second);
        assertThat(event.at("/consents/alert").asBoolean()).isTrue();
        assertThat(event.at("/consents/details").asBoolean()).isEqualTo(details);
        UUID alert = UUID.fromString(event.at("/alertId").asText());
        Returning.event("penah.intake.notify", "org.penah.alert.asserted.v1", alert);
        assertThat(LocalPostgres.ask("select alert or details from tip where tip_id = '" + first + "'"))
                .containsExactly("f");
        assertThat(source.comeBack().body())
                .contains("You allowed us to tell protection organisations.")
                .doesNotContain(TELL);
    }

    /** Without script, from "Received" and in each language. */
    @ParameterizedTest
    @EnumSource(Language.class)
    void received_leads_on_with_the_same_receipt(Language language) {
        // Given
        HttpResponse<String> danger = source.source().get(language.danger());
        HttpResponse<String> received = source.source()
                .post(
                        language.form(),
                        Returning.added(danger, Map.of("soon", "days", "alert", "no", "message", WORDS)));
        String receipt = hidden(received, "receipt");

        // When
        HttpResponse<String> tell = source.source().post(language.inbox(), Map.of("receipt", receipt, "do", "tell"));
        HttpResponse<String> thanks = source.source()
                .post(
                        language.form(),
                        Returning.added(tell, Map.of("soon", "hours", "alert", "yes", "message", WORDS)));
        HttpResponse<String> more = source.source().post(language.inbox(), Map.of("receipt", receipt, "do", "more"));

        // Then
        assertThat(received.body()).contains("<button name=\"do\" value=\"tell\">");
        assertThat(tell.body()).contains("<html lang=\"" + language.tag() + "\"");
        assertThat(List.of(hidden(tell, "receipt"), hidden(thanks, "receipt"), hidden(more, "receipt")))
                .containsOnly(receipt);
        assertThat(thanks.body()).doesNotContain("value=\"tell\"");
        assertThat(hidden(more, "follows")).endsWith(" threat hours allowed");
    }

    @Test
    void more_of_no_danger_goes_to_the_queue_of_the_tip_that_it_follows() {
        // Given
        UUID first = source.sendTip();
        HttpResponse<String> form = source.press(source.comeBack(), "more");

        // When
        UUID second = source.add(form, Map.of("soon", "as-before", "message", WORDS));

        // Then
        assertThat(data(second).at("/queue")).isEqualTo(data(first).at("/queue"));
        assertThat(data(second).at("/threat").toString()).isEqualTo("{\"who\":\"none\"}");
        assertThat(form.body()).doesNotContain("for us: if there is help");
    }

    /** Also if another one came later, from a page of a version that did not know what it follows. */
    @Test
    void more_follows_the_most_urgent_tip() {
        // Given
        source.sendUntold("days");
        UUID urgent = source.sendUntold("hours");
        source.sendTip();

        // When
        HttpResponse<String> form = source.press(source.comeBack(), "more");

        // Then
        assertThat(hidden(form, "follows")).isEqualTo(urgent + " threat hours");
    }

    @Test
    void what_is_over_is_followed_by_an_ordinary_tip() {
        // Given
        UUID over = source.sendDanger();
        source.expires(over);

        // When
        HttpResponse<String> form = source.press(source.comeBack(), "more");

        // Then
        assertThat(LocalPostgres.ask("select queue from tip where tip_id = '" + over + "'"))
                .containsOnlyNulls();
        assertThat(form.body()).contains("Tell us what is happening").doesNotContain("name=\"follows\"");
        assertThat(hidden(form, "receipt")).isEqualTo(source.receipt().toDigits());
    }

    /** It may have reported danger, of which what adds to a later tip would say nothing. */
    @Test
    void nothing_is_followed_beside_a_tip_from_before_this_was_kept() {
        // Given
        UUID old = source.sendDanger();
        LocalPostgres.run("update tip set queue = null, soon = null where tip_id = '" + old + "'");
        source.sendTip();

        // When
        HttpResponse<String> form = source.press(source.comeBack(), "more");

        // Then
        assertThat(form.body()).contains("Tell us what is happening").doesNotContain("name=\"follows\"");
    }

    @Test
    void worse_danger_of_which_nobody_may_be_told_takes_nothing_back_and_the_page_says_so() {
        // Given
        UUID first = source.sendDanger();
        HttpResponse<String> form = source.press(source.comeBack(), "more");

        // When
        HttpResponse<String> page =
                source.source().post(Returning.added(form, Map.of("soon", "hours", "alert", "no", "message", WORDS)));

        // Then
        assertThat(page.body())
                .contains("This one allows nothing. What you allowed before stays as it is.")
                .doesNotContain("You did not allow", "value=\"tell\"");
        assertThat(LocalPostgres.ask("select alert and details from tip where tip_id = '" + first + "'"))
                .containsExactly("t");
    }

    @Test
    void more_of_danger_of_which_nobody_may_be_told_leads_to_the_consent() {
        // Given
        source.sendUntold("days");
        HttpResponse<String> form = source.press(source.comeBack(), "more");

        // When
        HttpResponse<String> page =
                source.source().post(Returning.added(form, Map.of("soon", "as-before", "message", WORDS)));

        // Then
        assertThat(page.body())
                .contains("You did not allow us to tell", "value=\"tell\"")
                .doesNotContain("What you allowed before");
    }

    /** Nearer danger needs its own consent; what adds to it does not ask for the same once more. */
    @Test
    void the_inbox_asks_for_what_the_nearest_danger_was_not_allowed() {
        // Given
        source.sendUntold("hours");
        HttpResponse<String> told = source.press(source.comeBack(), "tell");
        source.add(told, Map.of("soon", "as-before", "alert", "yes"));
        HttpResponse<String> more = source.press(source.comeBack(), "more");
        source.add(more, Map.of("soon", "as-before", "message", WORDS));
        HttpResponse<String> withoutDetails = source.comeBack();
        HttpResponse<String> details = source.press(withoutDetails, "tell");

        // When
        source.add(details, Map.of("soon", "as-before", "alert", "details"));

        // Then
        assertThat(withoutDetails.body())
                .contains("You may give them details, too")
                .doesNotContain(TELL);
        assertThat(source.comeBack().body()).doesNotContain("value=\"tell\"");
    }

    @Test
    void a_consent_for_danger_within_days_is_none_for_danger_within_hours() {
        // Given
        HttpResponse<String> form = source.press(withDaysAllowed(), "more");

        // When
        source.add(form, Map.of("soon", "hours", "alert", "no", "message", WORDS));

        // Then
        assertThat(source.comeBack().body()).contains(TELL);
    }

    private HttpResponse<String> withDaysAllowed() {
        source.sendUntold("days");
        HttpResponse<String> form = source.press(source.comeBack(), "tell");
        source.add(form, Map.of("soon", "as-before", "alert", "details"));
        return source.comeBack();
    }

    /** A browser whose style cannot hide the question shows it in any case. */
    @Test
    void whom_we_may_tell_is_asked_only_if_it_is_worse_and_the_page_says_so() {
        // Given
        source.sendDanger();
        HttpResponse<String> inbox = source.comeBack();

        // When
        String form = source.press(inbox, "more").body();

        // Then
        assertThat(form.indexOf("<p class=\"only\">Only if it is worse now:</p>"))
                .isBetween(form.indexOf("class=\"if-worse"), form.indexOf("id=\"alert\""));
    }

    /** An older intake-service reads a form up to the first field that it does not know: a page shows no more than came before it. */
    @Test
    void what_it_follows_comes_behind_the_words_and_before_the_files() {
        // Given
        source.sendDanger();
        HttpResponse<String> inbox = source.comeBack();

        // When
        String form = source.press(inbox, "more").body();

        // Then
        assertThat(form.indexOf("name=\"follows\""))
                .isBetween(form.indexOf("</textarea>"), form.indexOf("name=\"files\""));
    }

    /** Also if a source names one that no topic led to. */
    @Test
    void what_adds_to_a_tip_whose_queue_is_not_offered_any_more_asks_for_the_rest_and_keeps_the_words() {
        // Given
        UUID first = source.sendTip();
        Multipart forged = new Multipart(source.receipt().toDigits())
                .field("once", source.source().once())
                .field("follows", first + " nobodys none")
                .field("soon", "as-before")
                .field("message", WORDS);
        List<String> before = source.tips();

        // When
        HttpResponse<String> page = source.source().post(forged);

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("Choose what it is about", WORDS).doesNotContain("name=\"follows\"");
        assertThat(source.tips()).isEqualTo(before);
    }

    private static String hidden(HttpResponse<String> page, String name) {
        String[] parts = page.body().split("name=\"" + name + "\" value=\"", 2);
        assertThat(parts).as(page.body()).hasSize(2);
        return parts[1].split("\"", 2)[0];
    }

    private static JsonNode data(UUID tip) {
        try {
            return new ObjectMapper()
                    .readTree(Returning.event("penah.intake.triage", RECEIVED, tip))
                    .at("/data");
        } catch (IOException notOurs) {
            throw new AssertionError(notOurs);
        }
    }

    private static TipContent opened(List<Path> before, String queue) throws IOException {
        Path blob = Source.newBlob(before);
        return TipReader.extract(() -> LocalKeys.open(blob, queue), named -> java.io.OutputStream.nullOutputStream());
    }
}
