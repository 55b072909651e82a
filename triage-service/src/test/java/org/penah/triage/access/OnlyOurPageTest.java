package org.penah.triage.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalKeycloak;
import org.penah.triage.Sent;

@QuarkusTest
class OnlyOurPageTest {

    private static final Browser AYSEL = Browser.of("aysel");

    @Inject
    Desk desk;

    @Test
    void a_deed_that_the_consoles_page_did_not_ask_for_is_refused() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        List<HttpResponse<String>> forged = List.of(
                post(tip, Map.of()),
                post(tip, Map.of("Sec-Fetch-Site", "same-origin")),
                post(tip, Map.of("X-Penah", "console")),
                post(tip, Map.of("X-Penah", "console", "Sec-Fetch-Site", "same-site")),
                post(tip, Map.of("X-Penah", "console", "Sec-Fetch-Site", "cross-site")));

        // Then
        assertThat(forged).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(Json.of(response).path("type").asText()).isEqualTo("/problems/not-from-the-console");
        });
        assertThat(Desk.deeds(tip)).isEmpty();
    }

    @Test
    void another_site_cannot_make_a_member_fetch_a_tip() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        HttpResponse<String> forged =
                AYSEL.send(AYSEL.request(Desk.path(tip) + "/blob").header("Sec-Fetch-Site", "cross-site"));

        // Then
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(Desk.deeds(tip)).isEmpty();
    }

    @Test
    void a_link_from_another_site_opens_the_start_page() {
        // When
        HttpResponse<String> start = AYSEL.send(AYSEL.request("/").header("Sec-Fetch-Site", "cross-site"));

        // Then
        assertThat(start.statusCode()).isEqualTo(200);
    }

    @Test
    void every_answer_carries_the_headers_that_keep_a_browser_on_our_page() {
        // When
        List<HttpResponse<String>> answers = List.of(
                AYSEL.get("/"),
                AYSEL.get("/favicon.svg"),
                AYSEL.get("/api/me"),
                AYSEL.get("/api/tips?lane=none"),
                AYSEL.get(Desk.path(Sent.routine())),
                AYSEL.get("/nothing"),
                post(Sent.routine(), Map.of()),
                Browser.anonymous().get("/"),
                Browser.anonymous().get("/api/me"));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(header(answer, "Content-Security-Policy"))
                    .contains(
                            "default-src 'none'",
                            "script-src 'self'",
                            "frame-src 'self'",
                            "frame-ancestors 'none'",
                            "form-action 'self' " + LocalKeycloak.url() + ";",
                            "require-trusted-types-for 'script'")
                    .doesNotContain("unsafe");
            assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        });
        assertThat(answers)
                .filteredOn(answer -> !answer.uri().getPath().equals("/favicon.svg")
                        && !answer.uri().getPath().equals("/nothing"))
                .allSatisfy(
                        answer -> assertThat(header(answer, "Cache-Control")).contains("no-store"));
    }

    @Test
    void the_document_of_viewers_has_no_origin_and_its_one_script() throws Exception {
        // When
        HttpResponse<String> viewer = AYSEL.get("/viewer.html");

        // Then
        Matcher script =
                Pattern.compile("<script>(.*)</script>", Pattern.DOTALL).matcher(viewer.body());
        assertThat(script.find()).isTrue();
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(UTF_8));
        assertThat(viewer.headers().allValues("Content-Security-Policy"))
                .containsExactly(
                        "sandbox allow-scripts; default-src 'none'; script-src 'sha256-"
                                + Base64.getEncoder().encodeToString(hash)
                                + "' 'wasm-unsafe-eval'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'");
        assertThat(viewer.headers().allValues("Cross-Origin-Resource-Policy")).containsExactly("cross-origin");
        assertThat(header(viewer, "Cross-Origin-Embedder-Policy")).isEqualTo("require-corp");
        // Its header names the hash of its script: neither may outlive the other.
        assertThat(viewer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void no_answer_shows_a_token() {
        // When
        List<HttpResponse<String>> answers =
                List.of(AYSEL.get("/"), AYSEL.get("/api/me"), AYSEL.get("/api/keys"), AYSEL.get("/api/tips"));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.body()).doesNotContain("eyJ");
            assertThat(answer.headers().firstValue("Authorization")).isEmpty();
        });
    }

    @Test
    void a_session_that_is_not_ours_is_none() {
        // When
        Browser stranger = Browser.anonymous();
        HttpResponse<String> answer =
                stranger.send(stranger.request("/api/me").header("Cookie", "q_session=eyJhbGciOiJub25lIn0.e30."));

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Json.of(answer).path("type").asText()).isEqualTo("/problems/signed-out");
    }

    private static HttpResponse<String> post(Sent tip, Map<String, String> headers) {
        var request = AYSEL.request(Desk.path(tip) + "/opened").POST(BodyPublishers.noBody());
        headers.forEach(request::header);
        return AYSEL.send(request);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
