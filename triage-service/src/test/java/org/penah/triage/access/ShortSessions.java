package org.penah.triage.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.penah.triage.Browser;
import org.penah.triage.Json;
import org.penah.triage.LocalKeycloak;
import org.penah.triage.PinnedClock.Happening;

/**
 * The desk's client at Keycloak with other limits for sessions, so that a test need not wait for those of a working day.
 *
 * <p>The client's and not the realm's: sessions of other tests, which the realm's would end, stay.
 */
final class ShortSessions {

    private static final String CLIENTS = LocalKeycloak.url() + "/admin/realms/penah/clients";

    private ShortSessions() {}

    /** Lets something happen while these attributes of the client hold, in seconds. */
    static void with(Map<String, String> limits, Happening happening) throws Throwable {
        JsonNode before = client();
        ObjectNode shortened = before.deepCopy();
        ObjectNode attributes = shortened.withObject("/attributes");
        limits.forEach(attributes::put);
        put(shortened);
        try {
            happening.run();
        } finally {
            limits.keySet().forEach(name -> attributes.put(name, ""));
            put(shortened);
        }
        if (!client().equals(before)) {
            throw new IllegalStateException("the client's limits are not what they were");
        }
    }

    private static JsonNode client() {
        return Json.of(ask(HttpRequest.newBuilder(URI.create(CLIENTS + "?clientId=triage"))))
                .get(0);
    }

    private static void put(ObjectNode client) {
        ask(HttpRequest.newBuilder(URI.create(CLIENTS + "/" + client.path("id").asText()))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(client.toString())));
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) {
        HttpResponse<String> answer =
                Browser.anonymous().send(request.header("Authorization", "Bearer " + adminToken()));
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("Keycloak's administration answers " + answer.statusCode());
        }
        return answer;
    }

    private static String adminToken() {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password=" + LocalKeycloak.ADMIN_PASSWORD;
        HttpResponse<String> answer = Browser.anonymous()
                .send(HttpRequest.newBuilder(
                                URI.create(LocalKeycloak.url() + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
        return Json.of(answer).path("access_token").asText();
    }
}
