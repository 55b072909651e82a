package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.ceremony.tip.TipReader;
import org.penah.sealing.tip.TipContent;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class SendTipTest {

    private static final String CANARY = "The heron stands in the second ditch behind the mill.";

    private final Source source = new Source();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void a_tip_with_a_large_file_opens_with_the_queues_key_and_equals_what_was_sent() throws IOException {
        // Given
        byte[] file = new byte[20 * 1024 * 1024];
        new Random(7).nextBytes(file);
        List<Path> before = Source.blobs();
        Multipart form = new Multipart()
                .field("once", source.once())
                .field("danger", "none")
                .field("topic", "corruption")
                .field("message", CANARY)
                .file("Fotoşəkil 1.jpg", "image/jpeg", file);

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>Received</h1>");
        Path blob = Source.newBlob(before);
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        TipContent content = TipReader.extract(() -> LocalKeys.open(blob, "general"), named -> opened);
        assertThat(content.topic()).isEqualTo("corruption");
        assertThat(content.message()).isEqualTo(CANARY);
        assertThat(content.answers()).containsEntry("danger", "none");
        assertThat(content.files()).singleElement().satisfies(named -> {
            assertThat(named.name()).isEqualTo("Fotoşəkil 1.jpg");
            assertThat(named.type()).isEqualTo("image/jpeg");
            assertThat(named.size()).isEqualTo(file.length);
        });
        assertThat(opened.toByteArray()).isEqualTo(file);
    }

    @Test
    void triage_learns_where_the_tip_lies_and_nothing_that_the_source_wrote() throws IOException {
        // Given
        List<Path> before = Source.blobs();

        // When
        source.post(calm(source.once()));

        // Then
        String blobId = Source.newBlob(before).getFileName().toString();
        JsonNode event = await().atMost(Duration.ofSeconds(20))
                .until(() -> event("penah.intake.triage", blobId), Optional::isPresent)
                .orElseThrow();
        assertThat(event.at("/type").asText()).isEqualTo("org.penah.tip.received.v1");
        assertThat(event.at("/data/queue").asText()).isEqualTo("general");
        assertThat(event.at("/data/threat/who").asText()).isEqualTo("none");
        assertThat(event.at("/data/language").asText()).isEqualTo("en");
        assertThat(event.at("/data").has("alertId")).isFalse();
        assertThat(event.toString()).doesNotContain("heron", "notes.txt", "\"other\"");
    }

    @Test
    void danger_with_consent_sends_an_alert_that_does_not_name_the_tip() throws IOException {
        // Given
        List<Path> before = Source.blobs();

        // When
        HttpResponse<String> page = source.post(danger(source.once()).field("alert", "details"));

        // Then
        assertThat(page.body())
                .contains(
                        "told once staff have confirmed the danger",
                        "do not learn who it is or where",
                        "Please do not wait for us",
                        "inbox in half an hour")
                .doesNotContain("in a few days");
        JsonNode tip = received(before);
        assertThat(tip.at("/data/queue").asText()).isEqualTo("threat");
        JsonNode alert = alert(tip);
        assertThat(alert.at("/type").asText()).isEqualTo("org.penah.alert.asserted.v1");
        assertThat(alert.at("/data/threat/when").asText()).isEqualTo("hours");
        assertThat(alert.at("/data/consents/details").asBoolean()).isTrue();
        assertThat(alert.at("/data/dueBy")).isEqualTo(tip.at("/data/dueBy"));
        assertThat(alert.toString())
                .doesNotContain(
                        tip.at("/data/tipId").asText(), tip.at("/data/blobId").asText());
    }

    @Test
    void the_form_for_danger_takes_three_answers_and_the_receipt_comes_with_received() throws IOException {
        // Given
        List<Path> before = Source.blobs();
        HttpResponse<String> form = source.get("/en/danger");

        // When
        HttpResponse<String> page = source.post(Source.hidden(form, Multipart.withoutReceipt())
                .field("soon", "hours")
                .field("alert", "details")
                .field("message", CANARY));

        // Then
        assertThat(page.body())
                .contains("<h1>Received</h1>", "Copy the digits or the words", "Please do not wait for us")
                .contains("Our server knew it when it made this page")
                .doesNotContain("<nav");
        JsonNode tip = received(before);
        assertThat(tip.at("/data/queue").asText()).isEqualTo("threat");
        assertThat(tip.at("/data/threat/who").asText()).isEqualTo("unspecified");
        assertThat(tip.at("/data/consents/details").asBoolean()).isTrue();
        assertThat(alert(tip).at("/data/threat/when").asText()).isEqualTo("hours");
    }

    @Test
    void without_an_answer_on_whom_we_may_tell_the_form_for_danger_comes_back_with_what_was_typed() throws IOException {
        // Given
        List<Path> before = Source.blobs();
        HttpResponse<String> form = source.get("/en/danger");

        // When
        HttpResponse<String> page = source.post(Source.hidden(form, Multipart.withoutReceipt())
                .field("soon", "hours")
                .field("message", CANARY));

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body())
                .contains("<a href=\"#alert\">Say whether we may tell", "<h1>Somebody is in danger</h1>", CANARY)
                .doesNotContain("name=\"files\"");
        Source.nothingNewSince(before);
    }

    @Test
    void the_form_for_danger_leads_to_the_whole_one_with_what_was_typed() {
        // Given
        HttpResponse<String> form = source.get("/en/danger");

        // When
        HttpResponse<String> page = source.post(Source.hidden(form, Multipart.withoutReceipt())
                .field("soon", "hours")
                .field("alert", "yes")
                .field("message", CANARY)
                .field("show", "whole"));

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(CANARY, "type=\"radio\" name=\"danger\"", "name=\"files\"", "name=\"alert\" value=\"yes\"")
                .doesNotContain("unspecified", "autofocus");
    }

    @Test
    void a_tip_to_the_canarys_mailbox_is_marked_in_both_events_and_on_its_page_and_no_other_is() throws IOException {
        // Given
        List<Path> before = Source.blobs();
        Multipart canary = new Multipart(LocalKeys.CANARY.toDigits());

        // When
        HttpResponse<String> page = source.post(danger(canary, source.once()).field("alert", "yes"));
        JsonNode tip = received(before);
        List<Path> next = Source.blobs();
        HttpResponse<String> others = source.post(danger(source.once()).field("alert", "yes"));
        JsonNode other = received(next);

        // Then
        assertThat(page.body()).contains("class=\"received canary\"");
        assertThat(tip.at("/data/canary").asBoolean()).isTrue();
        assertThat(alert(tip).at("/data/canary").asBoolean()).isTrue();
        assertThat(others.body()).contains("class=\"received\"");
        assertThat(other.at("/data").has("canary")).isFalse();
        assertThat(alert(other).at("/data").has("canary")).isFalse();
    }

    private JsonNode alert(JsonNode tip) {
        String alertId = tip.at("/data/alertId").asText();
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> event("penah.intake.notify", alertId), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void danger_without_consent_sends_no_alert() throws IOException {
        // Given
        List<Path> before = Source.blobs();
        await().until(() -> LocalPostgres.ask("select queue from outbox").isEmpty());
        List<String> alerts = LocalBroker.arrived("penah.intake.notify");

        // When
        HttpResponse<String> page = source.post(danger(source.once()).field("alert", "no"));

        // Then
        assertThat(page.body())
                .contains(
                        "You did not allow us",
                        "two of staff may tell them of danger",
                        "Please do not wait for us",
                        "in half an hour")
                .doesNotContain("in a few days", "are told once");
        JsonNode tip = received(before);
        assertThat(tip.at("/data").has("alertId")).isFalse();
        assertThat(tip.at("/data/dueBy").asText()).endsWith("Z");
        await().until(() -> LocalPostgres.ask("select queue from outbox").isEmpty());
        assertThat(LocalBroker.arrived("penah.intake.notify")).isEqualTo(alerts);
    }

    @ParameterizedTest
    @CsvSource({"hours, true", "days, false"})
    void that_an_alarm_follows_in_twenty_minutes_is_said_of_danger_within_hours_alone(String soon, boolean follows) {
        // When
        HttpResponse<String> page = source.post(new Multipart()
                .field("once", source.once())
                .field("danger", "me")
                .field("soon", soon)
                .field("alert", "no")
                .field("topic", "threat")
                .field("message", CANARY));

        // Then
        assertThat(page.body()).contains("class=\"received\"");
        assertThat(page.body().contains("within twenty minutes, an alarm calls our staff"))
                .isEqualTo(follows);
    }

    @Test
    void fields_may_come_in_any_order_before_and_behind_the_files() throws IOException {
        // Given
        List<Path> before = Source.blobs();
        Multipart form = new Multipart()
                .field("topic", "threat")
                .field("once", source.once())
                .field("soon", "days")
                .field("alert", "no")
                .field("danger", "someone-else")
                .file("a.txt", "text/plain", new byte[] {1})
                .file("", "application/octet-stream", new byte[0])
                .field("message", CANARY)
                .field("region", "145")
                .file("b.txt", "text/plain", new byte[0]);

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.body()).contains("<h1>Received</h1>");
        TipContent content = TipReader.check(LocalKeys.open(Source.newBlob(before), "threat"));
        assertThat(content.message()).isEqualTo(CANARY);
        assertThat(content.answers()).containsEntry("region", "145").containsEntry("alert", "no");
        assertThat(content.files()).extracting("name").containsExactly("a.txt", "b.txt");
    }

    @Test
    void the_same_page_sent_twice_makes_one_tip() {
        // Given
        String once = source.once();
        source.post(calm(once));
        List<Path> blobs = Source.blobs();
        List<String> tips = LocalPostgres.ask("select tip_id from tip");

        // When
        HttpResponse<String> page = source.post(calm(once));

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("We already have this one", "was not added");
        Source.nothingNewSince(blobs);
        assertThat(LocalPostgres.ask("select tip_id from tip")).containsExactlyInAnyOrderElementsOf(tips);
    }

    @Test
    void a_form_with_faults_comes_back_with_all_that_was_typed_and_leaves_nothing() {
        // Given
        List<Path> before = Source.blobs();
        String once = source.once();
        Multipart form = new Multipart()
                .field("once", once)
                .field("danger", "me")
                .field("region", "145")
                .field("message", "<b>" + CANARY + "</b>\r\nA second line.")
                .file("a.txt", "text/plain", new byte[100_000]);

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body())
                .contains("<a href=\"#soon\">Say how soon something could happen</a>")
                .contains("<a href=\"#topic\">Choose what it is about</a>")
                .contains("&lt;b&gt;" + CANARY + "&lt;/b&gt;\nA second line.</textarea>")
                .contains("value=\"me\" required checked", "value=\"145\" selected", once)
                .contains("choose them again");
        Source.nothingNewSince(before);
    }

    @Test
    void a_file_before_the_answers_that_choose_its_key_is_refused() {
        // Given
        List<Path> before = Source.blobs();
        Multipart form = new Multipart()
                .field("once", source.once())
                .file("a.txt", "text/plain", new byte[1000])
                .field("danger", "none")
                .field("topic", "other");

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("<a href=\"#danger\">", "<a href=\"#topic\">");
        Source.nothingNewSince(before);
    }

    @Test
    void files_over_the_limit_are_refused_while_they_stream_and_the_text_comes_back() {
        // Given
        List<Path> before = Source.blobs();
        Multipart form = calm(source.once()).file("long.bin", "video/mp4", new byte[25 * 1024 * 1024]);

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.statusCode()).isEqualTo(413);
        assertThat(page.body()).contains("<a href=\"#files\">Choose fewer or smaller files", CANARY);
        Source.nothingNewSince(before);
    }

    @Test
    void what_is_not_our_form_is_refused() {
        // Given
        List<Path> before = Source.blobs();

        // When
        HttpResponse<String> page = source.post(calm(source.once()).field("severity", "extreme"));

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("We could not read what your browser sent");
        Source.nothingNewSince(before);
    }

    private static Multipart calm(String once) {
        return new Multipart()
                .field("once", once)
                .field("danger", "none")
                .field("topic", "other")
                .field("message", CANARY)
                .file("notes.txt", "text/plain", CANARY.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Multipart danger(String once) {
        return danger(new Multipart(), once);
    }

    private static Multipart danger(Multipart form, String once) {
        return form.field("once", once)
                .field("danger", "me")
                .field("soon", "hours")
                .field("topic", "corruption")
                .field("message", CANARY);
    }

    private JsonNode received(List<Path> before) {
        String blobId = Source.newBlob(before).getFileName().toString();
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> event("penah.intake.triage", blobId), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> event(String queue, String containing) throws IOException {
        for (String event : LocalBroker.arrived(queue)) {
            if (event.contains(containing)) {
                return Optional.of(json.readTree(event));
            }
        }
        return Optional.empty();
    }
}
