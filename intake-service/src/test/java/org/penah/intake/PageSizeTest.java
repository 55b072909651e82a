package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.form.Draft;
import org.penah.intake.page.Language;

/** Every answer has the one size, but the one that gives back a text too long for it: that has the one other. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class PageSizeTest {

    private static final String ONE_SIZE = "32768";
    private static final String ONE_OTHER = "163840";

    /** Some two pages by hand. */
    private static final int USUAL_LETTERS = 1_500;

    private final Source source = new Source();

    @ParameterizedTest
    @EnumSource
    void pages_that_give_nothing_back(Language language) {
        for (String path : List.of(language.home(), language.form(), language.home() + "nothing")) {
            assertThat(size(source.get(path))).as(path).isEqualTo(ONE_SIZE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_answer_to_a_tip_that_was_taken(Language language) {
        // When
        HttpResponse<String> page =
                post(language, danger("x").field("soon", "hours").field("topic", "threat"));

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(size(page)).isEqualTo(ONE_SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void a_form_with_faults_that_gives_back_a_usual_text(Language language) {
        // When
        HttpResponse<String> page = post(language, danger("ж".repeat(USUAL_LETTERS)));

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(size(page)).isEqualTo(ONE_SIZE);
    }

    /** The letter that HTML makes six of. */
    @ParameterizedTest
    @EnumSource
    void a_form_with_faults_that_gives_back_the_longest_text(Language language) {
        // When
        HttpResponse<String> page = post(language, danger("\"".repeat(Draft.LONGEST_MESSAGE)));

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

    private HttpResponse<String> post(Language language, Multipart form) {
        return source.send(HttpRequest.newBuilder(Source.address(language.form()))
                .header("Content-Type", Multipart.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.whole()))
                .build());
    }

    private static String size(HttpResponse<String> page) {
        assertThat(page.headers().firstValue("Content-Encoding")).isEmpty();
        return page.headers().firstValue("Content-Length").orElseThrow();
    }
}
