package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.circuit.OnionSource;
import org.penah.intake.form.Draft;
import org.penah.intake.inbox.Returning;
import org.penah.intake.page.Language;
import org.penah.intake.page.MessagePage;
import org.penah.intake.page.Pages;
import org.penah.sealing.receipt.Receipt;

/** Every answer has the one size, but the one that gives back a text too long for it: that has the one other. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(value = LocalKeys.class, initArgs = @ResourceArg(name = "fullestWords", value = "yes"))
class PageSizeTest {

    private static final String ONE_SIZE = "49152";
    private static final String ONE_OTHER = "196608";

    /** Some two pages by hand. */
    private static final int USUAL_LETTERS = 1_500;

    /** By path, without the spaces that fill a page up. */
    private static final Map<String, Integer> LARGEST = new ConcurrentSkipListMap<>();

    private final Source source = new Source();

    @Inject
    Pages pages;

    @AfterAll
    static void tellHowFullPagesAre() {
        System.out.println("The fullest pages, in bytes: " + LARGEST);
    }

    @ParameterizedTest
    @EnumSource
    void pages_that_everybody_may_ask_for(Language language) {
        for (String path : List.of(
                language.home(),
                language.about(),
                language.safety(),
                language.form(),
                language.danger(),
                language.sealed(),
                language.verify(),
                language.inbox(),
                language.home() + "nothing")) {
            assertThat(size(source.get(path))).as(path).isEqualTo(ONE_SIZE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pages_that_refuse(Language language) {
        // Given
        HttpRequest.Builder form = HttpRequest.newBuilder(Source.address(language.form()));

        // When
        HttpResponse<String> traced =
                source.send(form.copy().header("Cookie", "a=b").build());
        HttpResponse<String> notAllowed = source.send(
                form.copy().method("PUT", HttpRequest.BodyPublishers.noBody()).build());
        String waiting = waiting(language);

        // Then
        assertThat(List.of(traced.statusCode(), notAllowed.statusCode())).containsExactly(400, 405);
        assertThat(List.of(size(traced), size(notAllowed))).containsOnly(ONE_SIZE);
        assertThat(waiting)
                .containsIgnoringCase("Content-Length: " + ONE_SIZE)
                .doesNotContainIgnoringCase("Content-Encoding");
    }

    /** Some of them are seen only while the service is unwell. */
    @ParameterizedTest
    @EnumSource
    void pages_that_say_one_thing(Language language) {
        for (MessagePage notice : MessagePage.values()) {
            assertThat(pages.notice(language, notice).html().length())
                    .as("%s", notice)
                    .isEqualTo(49_152);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_tip_that_comes_twice(Language language) {
        // Given
        byte[] tip = danger("x")
                .field("soon", "hours")
                .field("alert", "no")
                .field("topic", "threat")
                .whole();
        HttpResponse<String> first = post(language, tip);

        // When
        HttpResponse<String> again = post(language, tip);

        // Then
        assertThat(again.body()).contains("class=\"received\"").isNotEqualTo(first.body());
        assertThat(size(again)).isEqualTo(ONE_SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void a_sealed_file_that_is_none(Language language) {
        // When
        HttpResponse<String> page = post(
                language,
                new Multipart()
                        .field("once", source.once())
                        .field("sealing", "device")
                        .field("danger", "none")
                        .field("topic", "other")
                        .sealed(new byte[1000])
                        .whole());

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(size(page)).isEqualTo(ONE_SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void every_state_of_an_inbox(Language language) {
        // Given
        Returning returning = new Returning();
        UUID tip = returning.sendDanger();
        HttpResponse<String> empty =
                inbox(language, Map.of("receipt", returning.receipt().toDigits()));
        UUID reply = returning.staffReply(tip, "We have read it.");

        // When
        HttpResponse<String> replied = step(language, empty, "look", false);
        HttpResponse<String> asks = step(language, replied, "delete " + reply, false);
        HttpResponse<String> deleted = step(language, asks, "delete " + reply, true);
        HttpResponse<String> details = step(language, deleted, "stop-details " + tip, true);
        HttpResponse<String> alert = step(language, details, "stop-alert " + tip, true);
        HttpResponse<String> erased = step(language, alert, "erase", true);
        HttpResponse<String> over = step(language, alert, "look", false);

        // Then
        assertThat(over.statusCode()).isEqualTo(409);
        assertThat(replied.body()).contains("class=\"reply\"");
        assertThat(List.of(deleted, details, alert))
                .allSatisfy(done -> assertThat(done.body()).contains("class=\"done\""));
        assertThat(List.of(empty, replied, asks, deleted, details, alert, erased, over))
                .allSatisfy(page -> assertThat(size(page)).isEqualTo(ONE_SIZE));
    }

    @ParameterizedTest
    @EnumSource
    void every_way_in_which_a_receipt_does_not_open(Language language) {
        List<String> slips = List.of(
                "",
                "1234 5678",
                "abandon ability",
                "abandon 12",
                "hier wort wort wort wort wort wort wort wort wort",
                "0000 0000 0000 0000 0000 0000 0000 0089",
                Receipt.generate().toWords(),
                "x".repeat(9_000));
        for (String slip : slips) {
            assertThat(size(inbox(language, Map.of("receipt", slip)))).as(slip).isEqualTo(ONE_SIZE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_answer_to_a_tip_that_was_taken(Language language) {
        // When
        HttpResponse<String> page = post(
                language,
                danger("x")
                        .field("soon", "hours")
                        .field("alert", "no")
                        .field("topic", "threat")
                        .whole());

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(size(page)).isEqualTo(ONE_SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void a_form_with_faults_that_gives_back_a_usual_text(Language language) {
        // When
        HttpResponse<String> page =
                post(language, danger("ж".repeat(USUAL_LETTERS)).whole());

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(size(page)).isEqualTo(ONE_SIZE);
    }

    /** The letter that HTML makes six of. */
    @ParameterizedTest
    @EnumSource
    void a_form_with_faults_that_gives_back_the_longest_text(Language language) {
        // When
        HttpResponse<String> page =
                post(language, danger("\"".repeat(Draft.LONGEST_MESSAGE)).whole());

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(size(page)).isEqualTo(ONE_OTHER);
    }

    private Multipart danger(String message) {
        return new Multipart()
                .field("once", source.once())
                .field("danger", "me")
                .field("message", message);
    }

    private HttpResponse<String> post(Language language, byte[] form) {
        return source.send(HttpRequest.newBuilder(Source.address(language.form()))
                .header("Content-Type", Multipart.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                .build());
    }

    /** A button of a page, and whether it was asked about before. */
    private HttpResponse<String> step(Language language, HttpResponse<String> page, String wish, boolean sure) {
        Map<String, String> fields = Map.of("session", Returning.session(page), "do", wish);
        return inbox(language, sure ? with(fields, "sure", "yes") : fields);
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(name, value);
        return more;
    }

    private HttpResponse<String> inbox(Language language, Map<String, String> fields) {
        return source.post(language.inbox(), fields);
    }

    /** Of a circuit that has asked for too much. */
    private static String waiting(Language language) {
        OnionSource busy = new OnionSource(88_000);
        String answer = busy.get(language.form());
        while (!answer.startsWith("HTTP/1.1 503")) {
            answer = busy.get(language.form());
        }
        return answer;
    }

    private static String size(HttpResponse<String> page) {
        assertThat(page.headers().firstValue("Content-Encoding")).isEmpty();
        LARGEST.merge(
                page.request().uri().getPath(),
                page.body().stripTrailing().getBytes(StandardCharsets.UTF_8).length,
                Math::max);
        return page.headers().firstValue("Content-Length").orElseThrow();
    }
}
