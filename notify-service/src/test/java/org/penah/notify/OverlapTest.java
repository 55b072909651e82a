package org.penah.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.ExtraPartners.Keys;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.Consents;
import org.penah.notify.event.Threat;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.testbed.program.Command;

/** While our keys change, what leaves is believed with the old ones and with the new ones, by openssl alone. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class OverlapTest {

    /** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), before its 32 bytes. */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    ExtraPartners extra;

    @TempDir
    Path folder;

    private final Keys old = Keys.fresh();
    private final Keys current = Keys.fresh();
    private PartnerServer changing;

    @BeforeEach
    void a_partner_whose_keys_change() throws Exception {
        database.forgetAlerts();
        clock.reset();
        changing = new PartnerServer();
        database.execute("update partner set tier = 3");
        extra.add("changing", changing.url(), 1, current, old);
    }

    @AfterEach
    void stop() {
        database.forgetAlerts();
        extra.remove("changing");
        database.execute("update partner set tier = 1");
        changing.close();
    }

    @Test
    void both_are_believed_and_no_others() throws Exception {
        // When
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        UUID.randomUUID(),
                        AlertDecided.Decision.CONFIRMED,
                        new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                        new Consents(false),
                        List.of("en"),
                        Instant.parse("2026-11-24T10:20:00Z"),
                        null,
                        null,
                        null,
                        null));
        await().until(() -> !changing.received().isEmpty());

        // Then
        PartnerServer.Received request = changing.received().get(0);
        List<String> signatures =
                List.of(request.headers().getFirst("webhook-signature").split(" ", -1));
        byte[] signed = signed(request);
        assertThat(signatures).hasSize(4);
        assertThat(verifies(old.signing().publicKey(), signatures.get(0), signed))
                .isTrue();
        assertThat(verifies(current.signing().publicKey(), signatures.get(1), signed))
                .isTrue();
        assertThat(signatures.get(2)).isEqualTo(hmac(old.shared(), signed));
        assertThat(signatures.get(3)).isEqualTo(hmac(current.shared(), signed));
        assertThat(verifies(Keys.fresh().signing().publicKey(), signatures.get(0), signed))
                .isFalse();
        signed[signed.length - 1] ^= 1;
        assertThat(verifies(old.signing().publicKey(), signatures.get(0), signed))
                .isFalse();
    }

    private static byte[] signed(PartnerServer.Received request) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        String before = request.headers().getFirst("webhook-id") + "."
                + request.headers().getFirst("webhook-timestamp") + ".";
        signed.writeBytes(before.getBytes(US_ASCII));
        signed.writeBytes(request.body());
        return signed.toByteArray();
    }

    private boolean verifies(VerificationKey key, String signature, byte[] signed) throws Exception {
        byte[] raw = Base64.getDecoder().decode(key.toString().substring("whpk_".length()));
        byte[] der = Arrays.copyOf(ED25519, ED25519.length + raw.length);
        System.arraycopy(raw, 0, der, ED25519.length, raw.length);
        Files.write(folder.resolve("key"), der);
        Files.write(folder.resolve("text"), signed);
        Files.write(folder.resolve("signature"), Base64.getDecoder().decode(signature.substring("v1a,".length())));
        return openssl(
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-keyform",
                        "DER",
                        "-inkey",
                        "key",
                        "-rawin",
                        "-in",
                        "text",
                        "-sigfile",
                        "signature")
                == 0;
    }

    private String hmac(SharedSecret secret, byte[] signed) throws Exception {
        Files.write(folder.resolve("text"), signed);
        String key = HexFormat.of().formatHex(secret.exportBytes());
        assertThat(openssl("dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + key, "-binary", "text"))
                .isZero();
        return "v1," + Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("output")));
    }

    private int openssl(String... arguments) {
        return Command.orSkip("openssl", arguments)
                .in(folder)
                .output(folder.resolve("output"))
                .errors(folder.resolve("errors"))
                .run()
                .exit();
    }
}
