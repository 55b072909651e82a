package org.penah.partner;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.ArmorEncoder;
import org.penah.sealing.age.Recipient;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;

/** Penah's side of the wire, as docs/contracts/partner-webhook.md has it. */
public final class Penah implements AutoCloseable {

    /** An answer that came, with its headers. */
    public record Answered(WebhookHeaders headers, String body) {}

    public final SigningKey key = SigningKey.generate();
    public final SharedSecret secret = SharedSecret.generate();
    public final List<Answered> answers = new CopyOnWriteArrayList<>();
    public volatile int status = 204;

    private final HttpServer server;

    public Penah() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                answers.add(new Answered(
                        new WebhookHeaders(
                                exchange.getRequestHeaders().getFirst(WebhookHeaders.ID),
                                exchange.getRequestHeaders().getFirst(WebhookHeaders.TIMESTAMP),
                                exchange.getRequestHeaders().getFirst(WebhookHeaders.SIGNATURE)),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    public void credentials(Path file, String name) throws IOException {
        Files.writeString(file, credentials(name));
    }

    public String credentials(String name) {
        return "{\"name\":\"%s\",\"acknowledgements\":\"http://127.0.0.1:%d/\",\"signingKey\":\"%s\",\"sharedSecret\":\"%s\"}"
                .formatted(name, server.getAddress().getPort(), key.publicKey(), secret.exportSecret());
    }

    public WebhookHeaders sign(byte[] body, Instant now) {
        return new WebhookSigner(List.of(key), List.of(secret))
                .sign(new WebhookMessage(UUID.randomUUID().toString(), now, body));
    }

    public static String alert(UUID id, int seq, String msgType, String to) {
        return """
            {"id":"%s","seq":%d,"msgType":"%s","references":[],"status":"Actual","urgency":"Immediate",\
            "severity":"Extreme","certainty":"Possible","basis":"source-asserted","consent":{"details":false},\
            "region":"145","languages":["en","ru"],"tlp":"TLP:AMBER+STRICT","sent":"2026-11-24T10:00:00Z",\
            "expires":"2026-11-25T10:00:00Z","ackBy":"2026-11-24T10:15:00Z","to":"%s"}\
            """.formatted(id, seq, msgType, to);
    }

    public static String state(String to, String... alerts) {
        return "{\"to\":\"%s\",\"slot\":10,\"alerts\":[%s]}".formatted(to, String.join(",", alerts));
    }

    /** Seals to 8192 bytes of armor, the JSON padded with spaces. */
    public static byte[] seal(String json, String recipient) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(Recipient.parse(recipient)), sealed);
        byte[] padded = Arrays.copyOf(json.getBytes(StandardCharsets.UTF_8), 125 * 48 - 16 - sealed.size());
        Arrays.fill(padded, json.length(), padded.length, (byte) ' ');
        encryptor.write(padded);
        encryptor.finish();
        ByteArrayOutputStream armored = new ByteArrayOutputStream();
        ArmorEncoder armor = new ArmorEncoder(armored);
        armor.write(sealed.toByteArray());
        armor.finish();
        return Arrays.copyOf(armored.toByteArray(), 8192);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
