package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Json;
import org.penah.triage.LocalKeycloak;

/** Keycloak keeps who signed in and what an administrator did, in both realms. */
@QuarkusTest
class KeycloakEventsTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"penah", LocalKeycloak.PRODUCTION})
    void an_administrator_who_makes_an_account_leaves_a_trace(String realm) throws Exception {
        // Given
        String token = token();
        String name = "n" + UUID.randomUUID();

        // When
        int made = client.send(
                        admin(realm, "/users", token)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"username\":\"" + name + "\",\"enabled\":false}"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();

        // Then
        assertThat(made).isEqualTo(201);
        JsonNode newest =
                json(realm, "/admin-events?operationTypes=CREATE&max=1", token).path(0);
        assertThat(newest.path("resourceType").asText()).isEqualTo("USER");
        assertThat(newest.path("representation").isMissingNode()).isTrue();
    }

    @Test
    void somebody_who_signs_in_leaves_a_trace() throws Exception {
        // Given
        long before = System.currentTimeMillis();

        // When
        Browser.signIn("rauf");

        // Then
        JsonNode newest = json("penah", "/events?type=LOGIN&max=1", token()).path(0);
        assertThat(newest.at("/details/username").asText()).isEqualTo("rauf");
        assertThat(newest.path("time").asLong()).isGreaterThanOrEqualTo(before);
    }

    private JsonNode json(String realm, String path, String token) throws IOException, InterruptedException {
        return Json.of(client.send(admin(realm, path, token).build(), BodyHandlers.ofString()));
    }

    private static HttpRequest.Builder admin(String realm, String path, String token) {
        return HttpRequest.newBuilder(URI.create(LocalKeycloak.url() + "/admin/realms/" + realm + path))
                .header("Authorization", "Bearer " + token);
    }

    private String token() throws IOException, InterruptedException {
        return Json.of(client.send(
                        HttpRequest.newBuilder(URI.create(
                                        LocalKeycloak.url() + "/realms/master/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(
                                        "grant_type=password&client_id=admin-cli&username=admin&password="
                                                + LocalKeycloak.ADMIN_PASSWORD))
                                .build(),
                        BodyHandlers.ofString()))
                .path("access_token")
                .asText();
    }
}
