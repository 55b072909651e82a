package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.penah.intake.form.FormTokens;

/** Answers to a source whose form is too young, too old or not ours. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class FormTokenTest {

    private final Source source = new Source();

    @ConfigProperty(name = "penah.form.secret")
    String secret;

    @Test
    void a_form_that_was_open_for_too_long_comes_back_and_can_be_sent_again() {
        // Given
        List<Path> before = Source.blobs();
        HttpResponse<String> expired = source.post(tip(servedAgo(Duration.ofHours(3))));

        // When
        HttpResponse<String> again = source.post(tip(Source.once(expired)));

        // Then
        assertThat(expired.statusCode()).isEqualTo(422);
        assertThat(expired.body()).contains("open for too long", "What I saw.</textarea>");
        assertThat(again.body()).contains("<h1>Received</h1>");
        assertThat(Source.newBlob(before)).exists();
    }

    @Test
    void a_form_that_comes_too_fast_is_asked_for_again_and_nothing_is_sealed() {
        // Given
        List<Path> before = Source.blobs();

        // When
        HttpResponse<String> page = source.post(tip(servedAgo(Duration.ofMinutes(-5))));

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("Please press “Send” again", "What I saw.</textarea>");
        Source.nothingNewSince(before);
    }

    @Test
    void a_form_that_we_did_not_serve_is_refused_and_comes_back_with_a_token() {
        // Given
        List<Path> before = Source.blobs();
        String forged = "A".repeat(43);

        // When
        HttpResponse<String> page = source.post(tip(forged));

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("What I saw.</textarea>");
        assertThat(Source.once(page)).isNotEqualTo(forged);
        Source.nothingNewSince(before);
    }

    private String servedAgo(Duration ago) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        Clock then = Clock.offset(Clock.systemUTC(), ago.negated());
        return new FormTokens(key, Duration.ZERO, Duration.ofHours(2), then)
                .renew("")
                .word();
    }

    private static Multipart tip(String once) {
        return new Multipart()
                .field("once", once)
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "What I saw.")
                .file("a.txt", "text/plain", new byte[200_000]);
    }
}
