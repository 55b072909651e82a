package org.penah.stack.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A member of staff who speaks to the desk's API with the session that a browser would have. */
public final class Desk {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI triage;
    private final SignIn session;

    /** The desk answered with something unexpected. */
    public static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private Desk(URI triage, SignIn session) {
        this.triage = triage;
        this.session = session;
    }

    /** Signs in through Keycloak's page. */
    public static Desk signIn(String triage, String user, String password) throws IOException, InterruptedException {
        URI home = URI.create(triage + "/");
        SignIn session = new SignIn();
        HttpResponse<byte[]> page = session.open(home, user, password);
        if (page.statusCode() != 200 || !page.uri().getAuthority().equals(home.getAuthority())) {
            throw new IOException("signing in as %s ended at %s with status %d"
                    .formatted(user, page.uri().getPath(), page.statusCode()));
        }
        return new Desk(home, session);
    }

    /** All tips of a queue, the most urgent first. */
    public List<JsonNode> tips(String queue) throws IOException, InterruptedException {
        List<JsonNode> tips = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = json("api/tips?queue=" + queue + after);
            page.path("tips").forEach(tips::add);
            after = page.hasNonNull("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());
        return tips;
    }

    /** How many open tips of a queue stand in its list, as the first page of it says. */
    public long count(String queue) throws IOException, InterruptedException {
        long count = 0;
        for (JsonNode total : json("api/tips?queue=" + queue).path("totals")) {
            count += total.path("count").asLong();
        }
        return count;
    }

    /** One tip with its alert and partners. */
    public JsonNode tip(String tipId) throws IOException, InterruptedException {
        return json("api/tips/" + tipId);
    }

    /** What the desk knows of the alert channel: partners, and our own test alerts and tips. */
    public JsonNode channel() throws IOException, InterruptedException {
        return json("api/partners");
    }

    /** What the desk rings for. */
    public JsonNode alarms() throws IOException, InterruptedException {
        return json("api/alarms");
    }

    /** The signed-in member's sealed keys. */
    public JsonNode keys() throws IOException, InterruptedException {
        return json("api/keys");
    }

    /** The sealed tip as it is in the store. */
    public byte[] blob(String tipId) throws IOException, InterruptedException {
        return expect(200, HttpRequest.newBuilder(triage.resolve("api/tips/" + tipId + "/blob")));
    }

    /** Says that the tip was opened and read, as the console does when it shows one for the first time. */
    public void reportOpened(String tipId) throws IOException, InterruptedException {
        expect(204, write("api/tips/" + tipId + "/opened", BodyPublishers.noBody()));
    }

    /** Confirms the alert of a tip. */
    public void confirm(String tipId) throws IOException, InterruptedException {
        expect(202, write("api/tips/" + tipId + "/alert/confirmation", BodyPublishers.noBody()));
    }

    /** Sends the console's request; returns when the desk accepts it. */
    public void post(String path, JsonNode asked) throws IOException, InterruptedException {
        expect(202, write(path, BodyPublishers.ofString(asked.toString())).header("Content-Type", "application/json"));
    }

    private HttpRequest.Builder write(String path, BodyPublisher body) {
        return HttpRequest.newBuilder(triage.resolve(path))
                .header("X-Penah", "console")
                .header("Origin", triage.resolve("/").toString().replaceAll("/$", ""))
                .header("Sec-Fetch-Site", "same-origin")
                .POST(body);
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(
                expect(200, HttpRequest.newBuilder(triage.resolve(path)).header("Accept", "application/json")));
    }

    private byte[] expect(int status, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = session.send(request);
        if (response.statusCode() != status) {
            throw new RefusedException("the desk answered %d at %s"
                    .formatted(response.statusCode(), response.uri().getPath()));
        }
        return response.body();
    }
}
