package org.penah.stack.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.penah.stack.StackFailure;

/** Changes what Keycloak knows, as an administrator who needs no second factor. */
final class KeycloakAdmin {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** To a wrong password Keycloak 26.7 says the first (RFC 6749), others the second. */
    private static final Set<Integer> REFUSED = Set.of(400, 401);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI keycloak;
    private final String token;

    private KeycloakAdmin(URI keycloak, String user, String password) throws IOException {
        this.keycloak = keycloak;
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(keycloak.resolve("/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=password&client_id=admin-cli&username=%s&password=%s"
                                .formatted(encode(user), encode(password)))));
        token = REFUSED.contains(answer.statusCode())
                ? ""
                : JSON.readTree(require(answer).body()).path("access_token").asText();
    }

    /**
     * Signs in; empty if the password is not that of this administrator.
     *
     * @throws StackFailure if Keycloak does not answer
     */
    static Optional<KeycloakAdmin> signIn(URI keycloak, String user, String password) throws IOException {
        KeycloakAdmin admin = new KeycloakAdmin(keycloak, user, password);
        return Optional.of(admin).filter(signedIn -> !signedIn.token.isEmpty());
    }

    /** Ends this administrator's sessions, too, and with them this one. */
    void setPassword(String user, String password) throws IOException {
        String place = "master/users/"
                + get("master/users?exact=true&username=" + encode(user))
                        .path(0)
                        .path("id")
                        .asText();
        put(
                place + "/reset-password",
                JSON.valueToTree(Map.of("type", "password", "value", password, "temporary", false)));
        require(send(authorized(place + "/logout").POST(BodyPublishers.noBody())));
    }

    /** The desk proves to Keycloak with it that it is the desk. */
    void setClientSecret(String secret) throws IOException {
        ObjectNode client = client();
        put(place(client), client.put("secret", secret));
    }

    /**
     * Staff come by this onion from now on, to the desk and to sign-in.
     *
     * @param signIn where their browsers find Keycloak
     */
    void moveTo(String desk, String signIn) throws IOException {
        ObjectNode realm = (ObjectNode) get("penah");
        realm.withObject("/attributes").put("frontendUrl", signIn);
        put("penah", realm);
        ObjectNode client = client().put("rootUrl", desk);
        client.putArray("redirectUris").add(desk + "/signed-in");
        put(place(client), client);
    }

    private ObjectNode client() throws IOException {
        return (ObjectNode) get("penah/clients?clientId=triage").required(0);
    }

    private static String place(ObjectNode client) {
        return "penah/clients/" + client.required("id").asText();
    }

    private JsonNode get(String path) throws IOException {
        return JSON.readTree(require(send(authorized(path).GET())).body());
    }

    private void put(String path, JsonNode value) throws IOException {
        require(send(authorized(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(value)))));
    }

    private HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(keycloak.resolve("/admin/realms/" + path))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException silent) {
            throw new StackFailure(
                    "Keycloak does not answer at %s. What was begun is kept: wait until it is well (./penah server status), and repeat this."
                            .formatted(keycloak),
                    silent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static HttpResponse<String> require(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new StackFailure("Keycloak answers %s with %d: %s. Repeat this."
                    .formatted(answer.uri().getPath(), answer.statusCode(), answer.body()));
        }
        return answer;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
