package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.LocalKeycloak;

@QuarkusTest
class SignInTest {

    @Test
    void a_visitor_of_the_start_page_is_sent_to_keycloak() {
        // When
        HttpResponse<String> response = Browser.anonymous().get("/");

        // Then
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location").orElseThrow())
                .startsWith(LocalKeycloak.url() + "/realms/penah/protocol/openid-connect/auth?")
                .contains("code_challenge_method=S256", "nonce=");
    }

    @Test
    void the_sign_in_page_says_that_this_is_a_demo() {
        // Given
        Browser browser = Browser.anonymous();

        // When
        HttpResponse<String> page = browser.follow(browser.get("/"));

        // Then
        assertThat(page.body()).contains("DEMO", "Not for real tips");
    }

    @Test
    void somebody_who_signs_in_is_known_by_name_and_role() {
        // Given
        Browser aysel = Browser.signIn("aysel");

        // When
        HttpResponse<String> me = aysel.get("/api/me");

        // Then
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("\"name\":\"aysel\"", "\"triager\"", "\"lead\"");
    }

    @Test
    void every_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
        // When
        List<String> cookies = Browser.signIn("rauf").cookieHeaders().stream()
                .filter(cookie -> cookie.startsWith("q_") && !cookie.contains("Max-Age=0"))
                .toList();

        // Then
        assertThat(cookies)
                .anyMatch(cookie -> cookie.startsWith("q_session"))
                .allSatisfy(cookie -> assertThat(cookie)
                        .contains("HTTPOnly", "Secure", "SameSite=Lax")
                        .doesNotContain("eyJhbGciOiJSUzI1NiI"));
    }

    @Test
    void signing_out_ends_the_session_here_and_at_keycloak() {
        // Given
        Browser rauf = Browser.signIn("rauf");

        // When
        HttpResponse<String> signedOut = rauf.post("/logout", "");

        // Then
        assertThat(signedOut.statusCode()).isEqualTo(204);
        assertThat(rauf.get("/api/me").statusCode()).isEqualTo(401);
        assertThat(rauf.follow(rauf.get("/")).body()).contains("kc-form-login");
    }
}
