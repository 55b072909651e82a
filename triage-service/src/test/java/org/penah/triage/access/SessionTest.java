package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Json;
import org.penah.triage.LocalKeycloak;

/** When a session ends, and that nobody can slip one to somebody else; at a real Keycloak. */
@QuarkusTest
class SessionTest {

    private static final String TOKEN = "access.token.lifespan";
    private static final String IDLE = "client.session.idle.timeout";
    private static final String ABSOLUTE = "client.session.max.lifespan";
    private static final String LONG = "900";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void both_realms_end_a_session_after_a_quarter_of_an_hour_without_work_and_after_a_working_day() throws Exception {
        for (String file : List.of("../k8s/keycloak/penah-realm.json", "../stack/src/main/keycloak/penah-realm.json")) {
            // When
            var realm = Json.of(Files.readString(Path.of(file)));

            // Then
            assertThat(realm.path("ssoSessionIdleTimeout").asInt()).isBetween(60, 15 * 60);
            assertThat(realm.path("ssoSessionMaxLifespan").asInt()).isBetween(60, 10 * 60 * 60);
            assertThat(realm.path("accessTokenLifespan").asInt()).isBetween(60, 5 * 60);
            assertThat(realm.path("rememberMe").asBoolean()).isFalse();
        }
    }

    @Test
    void a_session_that_nobody_uses_ends() throws Throwable {
        ShortSessions.with(Map.of(TOKEN, "1", IDLE, "2", ABSOLUTE, LONG), () -> {
            // Given
            Browser rauf = Browser.signIn("rauf");
            long signedIn = System.nanoTime();

            // When
            await().atMost(PATIENCE).until(() -> System.nanoTime() - signedIn > 3_000_000_000L);

            // Then
            assertThat(rauf.get("/api/me").statusCode()).isEqualTo(401);
        });
    }

    @Test
    void a_session_that_is_used_outlives_its_tokens() throws Throwable {
        ShortSessions.with(Map.of(TOKEN, "3", IDLE, LONG, ABSOLUTE, LONG), () -> {
            // Given
            Browser rauf = Browser.signIn("rauf");
            List<String> first = rauf.session();

            // When
            await().atMost(PATIENCE)
                    .until(() -> rauf.get("/api/me").statusCode() == 200
                            && !rauf.session().equals(first));

            // Then
            assertThat(rauf.get("/api/me").body()).contains("\"name\":\"rauf\"");
        });
    }

    @Test
    void a_session_ends_after_its_time_however_busy_it_is() throws Throwable {
        ShortSessions.with(Map.of(TOKEN, "1", IDLE, LONG, ABSOLUTE, "4"), () -> {
            // Given
            Browser rauf = Browser.signIn("rauf");

            // When
            await().atMost(PATIENCE).until(() -> rauf.get("/api/me").statusCode() != 200);

            // Then
            assertThat(rauf.get("/api/me").statusCode()).isEqualTo(401);
        });
    }

    @Test
    void a_stolen_copy_of_a_session_ends_with_its_token_once_the_member_has_signed_out() throws Throwable {
        ShortSessions.with(Map.of(TOKEN, "5", IDLE, LONG, ABSOLUTE, LONG), () -> {
            // Given
            Browser rauf = Browser.signIn("rauf");
            Browser thief = rauf.copy();

            // When
            assertThat(rauf.post("/logout", "").statusCode()).isEqualTo(204);

            // Then
            await().atMost(PATIENCE).until(() -> thief.copy().get("/api/me").statusCode() == 401);
        });
    }

    @Test
    void a_sign_in_makes_its_own_session_whatever_the_browser_had_before() {
        // Given
        Browser aysel = Browser.anonymous();
        HttpResponse<String> page = aysel.follow(aysel.get("/"));
        aysel.plant("q_session", "planted");

        // When
        aysel.follow(aysel.submit(page, "aysel"));

        // Then
        assertThat(aysel.session()).isNotEmpty().doesNotContain("planted");
        assertThat(aysel.get("/api/me").body()).contains("\"name\":\"aysel\"");
    }

    @Test
    void stepping_up_makes_a_new_session() {
        // Given
        Browser aysel = Browser.signIn("aysel");
        List<String> before = aysel.session();

        // When
        aysel.stepUp("aysel");

        // Then
        assertThat(aysel.session()).isNotEmpty().doesNotContainAnyElementsOf(before);
    }

    @Test
    void nobody_is_signed_in_as_somebody_else_by_a_link() {
        // Given the way back from a sign-in that another browser began
        Browser rauf = Browser.anonymous();
        HttpResponse<String> signedIn = rauf.submit(rauf.follow(rauf.get("/")), "rauf");
        String link = signedIn.headers().firstValue("Location").orElseThrow();
        assertThat(link).startsWith(LocalKeycloak.triageUrl() + "/signed-in?");
        Browser stranger = Browser.anonymous();
        Browser aysel = Browser.signIn("aysel");

        // When
        String path = link.substring(LocalKeycloak.triageUrl().length());
        stranger.visit(path);
        aysel.visit(path);

        // Then
        assertThat(stranger.get("/api/me").statusCode()).isEqualTo(401);
        assertThat(aysel.get("/api/me").body()).contains("\"name\":\"aysel\"");
    }

    @Test
    void a_code_of_a_sign_in_counts_once() {
        // Given
        Browser rauf = Browser.anonymous();
        HttpResponse<String> signedIn = rauf.submit(rauf.follow(rauf.get("/")), "rauf");
        URI link = URI.create(signedIn.headers().firstValue("Location").orElseThrow());
        Browser thief = rauf.copy();
        rauf.follow(signedIn);
        assertThat(rauf.get("/api/me").statusCode()).isEqualTo(200);

        // When
        thief.visit(link.getPath() + "?" + link.getRawQuery());

        // Then
        assertThat(thief.get("/api/me").statusCode()).isEqualTo(401);
    }

    @Test
    void neither_a_link_nor_another_site_signs_anybody_out() {
        // Given
        Browser rauf = Browser.signIn("rauf");

        // When
        HttpResponse<String> linked = rauf.visit("/logout");
        HttpResponse<String> forged = rauf.send(rauf.request("/logout")
                .header("Sec-Fetch-Site", "cross-site")
                .header("X-Penah", "console")
                .POST(BodyPublishers.noBody()));
        HttpResponse<String> submitted = rauf.send(
                rauf.request("/logout").header("Sec-Fetch-Site", "same-origin").POST(BodyPublishers.noBody()));

        // Then
        assertThat(List.of(linked.statusCode(), forged.statusCode(), submitted.statusCode()))
                .containsOnly(403);
        assertThat(rauf.get("/api/me").statusCode()).isEqualTo(200);
    }
}
