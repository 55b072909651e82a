package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;

/** Keycloak asks once more before a dangerous deed, in the demo for the password. */
@QuarkusTest
class StepUpTest {

    @Test
    void a_session_alone_is_asked_once_more() {
        // Given
        Browser aysel = Browser.signIn("aysel");

        // When
        HttpResponse<String> page = aysel.follow(aysel.visit("/step-up"));

        // Then
        assertThat(page.uri().getPath()).startsWith("/realms/penah/");
        assertThat(page.body()).contains("type=\"password\"").doesNotContain("name=\"username\" type=\"text\"");
    }

    @Test
    void somebody_who_was_asked_comes_back_to_the_page_that_says_so() {
        // Given
        Browser aysel = Browser.signIn("aysel");

        // When
        HttpResponse<String> page = aysel.stepUp("aysel");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("It is you");
        assertThat(aysel.get("/api/me").statusCode()).isEqualTo(200);
        assertThat(aysel.get("/api/step-up").statusCode()).isEqualTo(204);
    }

    @Test
    void the_session_goes_on_while_keycloak_asks() {
        // Given
        Browser aysel = Browser.signIn("aysel");

        // When
        aysel.follow(aysel.visit("/step-up"));

        // Then
        assertThat(aysel.get("/api/me").statusCode()).isEqualTo(200);
        assertThat(aysel.get("/api/step-up").statusCode()).isEqualTo(403);
    }

    @Test
    void another_account_cannot_take_over_the_session() {
        // Given
        Browser rauf = Browser.signIn("rauf");
        HttpResponse<String> page = rauf.follow(rauf.visit("/step-up"));

        // When
        HttpResponse<String> end = rauf.follow(rauf.submit(page, "aysel"));

        // Then
        assertThat(rauf.get("/api/me").body()).contains("\"name\":\"rauf\"");
        assertThat(end.statusCode()).isEqualTo(200);
    }
}
