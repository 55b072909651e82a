package org.penah.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;

/**
 * Makes docs/contracts/vectors/partner-conformance.json: {@code mvn -pl partner-kit test -Dtest=ConformanceTest
 * -Dconformance.write}. Its keys are new each time and guard nothing.
 */
final class Conformance {

    static final Path FILE = Path.of("../docs/contracts/vectors/partner-conformance.json");

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    private static final UUID ALERT = UUID.fromString("3c9a52d8-71be-4a06-8f0d-5e2b7a94c613");
    private static final String NAME = "safe-house";

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final ObjectNode file = mapper.createObjectNode();
    private final HybridIdentity identity = HybridIdentity.generate();
    private final SigningKey partnerKey = SigningKey.generate();
    private final SigningKey key = SigningKey.generate();
    private final SigningKey oldKey = SigningKey.generate();
    private final SharedSecret secret = SharedSecret.generate();
    private final SharedSecret oldSecret = SharedSecret.generate();
    private final ArrayNode vectors = file.arrayNode();
    private final ObjectNode bodies = file.objectNode();

    static void write() throws IOException {
        new Conformance().all();
    }

    private void all() throws IOException {
        file.put(
                "about",
                "Requests as a partner may get them; see ../partner-webhook.md. Keys are for tests alone. Give each"
                        + " vector to a receiver that has heard nothing before, but for those named in \"after\".");
        file.put("now", NOW.getEpochSecond());
        file.putObject("partner")
                .put("name", NAME)
                .put("identity", String.valueOf(identity.exportSecret()))
                .put("recipient", identity.recipient().toString())
                .put("acknowledgementSecret", partnerKey.exportSecret());
        file.putObject("credentials")
                .put("name", NAME)
                .put("acknowledgements", "https://penah.example/acknowledgements")
                .put("details", "https://penah.example/details")
                .put("signingKey", key.publicKey().toString())
                .put("sharedSecret", secret.exportSecret())
                .put("previousSigningKey", oldKey.publicKey().toString())
                .put("previousSharedSecret", oldSecret.exportSecret());
        file.putObject("penah")
                .put("signingSecret", key.exportSecret())
                .put("previousSigningSecret", oldKey.exportSecret());
        file.set("bodies", bodies);
        file.set("vectors", vectors);
        sealed();
        accepted();
        headers();
        signatures();
        contents();
        order();
        answers();
        Files.write(
                FILE,
                (mapper.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void sealed() throws IOException {
        String alert = Penah.alert(ALERT, 1, "Alert", NAME);
        body("empty", Penah.state(NAME));
        body("alert", Penah.state(NAME, alert));
        body(
                "many",
                Penah.state(
                        NAME,
                        Penah.alert(ALERT, 2, "Cancel", NAME),
                        Penah.alert(UUID.randomUUID(), 1, "Alert", NAME).replace("Actual", "Exercise"),
                        Penah.alert(UUID.randomUUID(), 1, "Alert", NAME).replace("\"to\":", "\"flood\":57,\"to\":")));
        body("edge", alert);
        body("newer", Penah.state(NAME, alert.replace("\"to\":", "\"unheardOf\":true,\"to\":")));
        body("not-yours", Penah.state("night-desk"));
        body("one-not-yours", Penah.state(NAME, Penah.alert(ALERT, 1, "Alert", "night-desk")));
        body("no-json", "nothing that Penah says");
        body("incomplete", "{\"id\":\"" + ALERT + "\"}");
        bodies.put(
                "other-key",
                text(Penah.seal(
                        Penah.state(NAME), HybridIdentity.generate().recipient().toString())));
        String empty = bodies.path("empty").asText();
        bodies.put("altered", flip(empty));
        bodies.put("short", empty.substring(0, 8191));
        bodies.put("long", empty + "\n");
    }

    private void accepted() {
        yes("empty", "empty", "a state that says nothing is a heartbeat", both("empty"));
        yes("alert", "alert", "a state with an alert", both("alert"));
        yes("many", "many", "a cancel, a drill, one of a flood", both("many"));
        yes("edge", "edge", "an alert by itself", both("edge"));
        yes(
                "newer",
                "newer",
                "fields that you do not know are passed over, so that an alert is never lost",
                both("newer"));
        yes(
                "old-keys",
                "empty",
                "while keys change, the old are good",
                sign(message("empty"), List.of(oldKey), List.of(oldSecret)));
        yes(
                "all-keys",
                "empty",
                "while keys change, there are two of each kind",
                sign(message("empty"), List.of(oldKey, key), List.of(oldSecret, secret)));
        yes(
                "one-known",
                "empty",
                "one good signature of each kind is enough",
                sign(message("empty"), List.of(SigningKey.generate(), key), List.of(SharedSecret.generate(), secret)));
        WebhookHeaders good = both("empty");
        yes(
                "unknown-version",
                "empty",
                "signatures of versions that you do not know are passed over",
                with(good, "v9,AAAA " + good.signature()));
        yes("late", "empty", "5 minutes late is still believed", both(at("empty", -300)));
        yes("early", "empty", "5 minutes early is still believed", both(at("empty", 300)));
    }

    private void headers() {
        WebhookHeaders good = both("empty");
        no(
                "no-id",
                "empty",
                "headers",
                "webhook-id is missing",
                new WebhookHeaders(null, good.timestamp(), good.signature()));
        no(
                "no-timestamp",
                "empty",
                "headers",
                "webhook-timestamp is missing",
                new WebhookHeaders(good.id(), null, good.signature()));
        no(
                "no-signature",
                "empty",
                "headers",
                "webhook-signature is missing",
                new WebhookHeaders(good.id(), good.timestamp(), null));
        no("too-late", "empty", "headers", "more than 5 minutes late", both(at("empty", -301)));
        no("too-early", "empty", "headers", "more than 5 minutes early", both(at("empty", 301)));
        for (String time :
                List.of("-1", "1e9", "0" + good.timestamp(), "99999999999999999999", good.timestamp() + ".0")) {
            no(
                    "time-" + time,
                    "empty",
                    "headers",
                    "not seconds since 1970, in digits",
                    new WebhookHeaders(good.id(), time, good.signature()));
        }
        no(
                "dot-in-id",
                "empty",
                "headers",
                "an id has no dot: it could be moved between id, time and body",
                new WebhookHeaders("a.b", good.timestamp(), good.signature()));
    }

    private void signatures() {
        WebhookHeaders good = both("empty");
        String[] parts = String.valueOf(good.signature()).split(" ", -1);
        no("no-v1a", "empty", "signature", "no v1a signature", with(good, parts[1]));
        no("no-v1", "empty", "signature", "no v1 signature", with(good, parts[0]));
        no(
                "forged-v1a",
                "empty",
                "signature",
                "v1a is another key's",
                sign(message("empty"), List.of(SigningKey.generate()), List.of(secret)));
        no(
                "forged-v1",
                "empty",
                "signature",
                "v1 is another secret's",
                sign(message("empty"), List.of(key), List.of(SharedSecret.generate())));
        no(
                "kinds-swapped",
                "empty",
                "signature",
                "v1a holds the bytes of v1, and v1 those of v1a",
                with(good, "v1a," + parts[1].substring(3) + " v1," + parts[0].substring(4)));
        no("commas", "empty", "signature", "signatures are parted by a space", with(good, parts[0] + "," + parts[1]));
        no(
                "another-id",
                "empty",
                "signature",
                "made for another id",
                new WebhookHeaders("other", good.timestamp(), good.signature()));
        no(
                "another-time",
                "empty",
                "signature",
                "made for another time",
                new WebhookHeaders(good.id(), String.valueOf(NOW.getEpochSecond() - 1), good.signature()));
        no("another-body", "alert", "signature", "made for another body", good);
        no("body-altered", "altered", "signature", "one character of the body is another", good);
    }

    private void contents() {
        no("short", "short", "seal", "not 8192 bytes", both("short"));
        no("long", "long", "seal", "not 8192 bytes: there is no line feed at the end", both("long"));
        no("altered", "altered", "seal", "altered after it was sealed, by somebody who could sign", both("altered"));
        no("other-key", "other-key", "seal", "sealed to somebody else", both("other-key"));
        no("not-yours", "not-yours", "content", "to is not your name", both("not-yours"));
        no("one-not-yours", "one-not-yours", "content", "an alert in it is not to your name", both("one-not-yours"));
        no("no-json", "no-json", "content", "not JSON", both("no-json"));
        no("incomplete", "incomplete", "content", "neither a state nor an alert", both("incomplete"));
    }

    private void order() {
        yes("first", "empty", "heard first", both("empty"));
        no("repeat", "empty", "order", "the same webhook-id as the state before", headersOf("first"), "first");
        no(
                "older",
                "empty",
                "order",
                "older than the state before: it could hide that Penah is silent",
                both(at("empty", -1)),
                "first");
        yes("next", "empty", "the same second, another id", both("empty"), "first");
    }

    /** What a receiver that has acknowledged and then claimed answers to "alert". */
    private void answers() {
        String body = "{\"answers\":[{\"id\":\"%s\",\"seq\":1,\"action\":\"claim\",\"number\":2}]}".formatted(ALERT);
        String padded = body + " ".repeat(2048 - body.length());
        WebhookMessage answer = new WebhookMessage(
                String.valueOf(headersOf("alert").id()), NOW, padded.getBytes(StandardCharsets.US_ASCII));
        ObjectNode node = file.putObject("answer");
        node.put("to", "alert").put("status", 200).put("body", padded);
        set(node, new WebhookSigner(List.of(partnerKey), List.of()).signWithDay(answer));
    }

    private void body(String name, String json) throws IOException {
        bodies.put(name, text(Penah.seal(json, identity.recipient().toString())));
    }

    private WebhookMessage message(String body) {
        return at(body, 0);
    }

    private WebhookMessage at(String body, int seconds) {
        byte[] bytes = bodies.path(body).asText().getBytes(StandardCharsets.US_ASCII);
        return new WebhookMessage(UUID.randomUUID().toString(), NOW.plusSeconds(seconds), bytes);
    }

    private WebhookHeaders both(String body) {
        return both(message(body));
    }

    private WebhookHeaders both(WebhookMessage message) {
        return sign(message, List.of(key), List.of(secret));
    }

    private static WebhookHeaders sign(WebhookMessage message, List<SigningKey> keys, List<SharedSecret> secrets) {
        return new WebhookSigner(keys, secrets).sign(message);
    }

    private static WebhookHeaders with(WebhookHeaders good, String signature) {
        return new WebhookHeaders(good.id(), good.timestamp(), signature);
    }

    private WebhookHeaders headersOf(String name) {
        for (JsonNode vector : vectors) {
            if (vector.path("name").asText().equals(name)) {
                return headers(vector);
            }
        }
        throw new IllegalStateException(name);
    }

    static WebhookHeaders headers(JsonNode vector) {
        JsonNode headers = vector.path("headers");
        return new WebhookHeaders(
                headers.path(WebhookHeaders.ID).textValue(),
                headers.path(WebhookHeaders.TIMESTAMP).textValue(),
                headers.path(WebhookHeaders.SIGNATURE).textValue());
    }

    private void yes(String name, String body, String reason, WebhookHeaders headers, String... after) {
        vector(name, body, "accepted", null, reason, headers, after);
    }

    private void no(String name, String body, String fault, String reason, WebhookHeaders headers, String... after) {
        vector(name, body, "refused", fault, reason, headers, after);
    }

    private void vector(
            String name,
            String body,
            String verdict,
            @Nullable String fault,
            String reason,
            WebhookHeaders headers,
            String... after) {
        ObjectNode vector = vectors.addObject().put("name", name).put("verdict", verdict);
        if (fault != null) {
            vector.put("fault", fault);
        }
        vector.put("reason", reason).put("body", body);
        if (after.length > 0) {
            vector.putArray("after").add(after[0]);
        }
        set(vector, headers);
    }

    private static void set(ObjectNode node, WebhookHeaders headers) {
        ObjectNode into = node.putObject("headers");
        putIfPresent(into, WebhookHeaders.ID, headers.id());
        putIfPresent(into, WebhookHeaders.TIMESTAMP, headers.timestamp());
        putIfPresent(into, WebhookHeaders.SIGNATURE, headers.signature());
    }

    private static void putIfPresent(ObjectNode into, String name, @Nullable String value) {
        if (value != null) {
            into.put(name, value);
        }
    }

    private static String flip(String armored) {
        char one = armored.charAt(5000) == 'A' ? 'B' : 'A';
        return armored.substring(0, 5000) + one + armored.substring(5001);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
