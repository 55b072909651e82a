package org.penah.triage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class HeadsTest {

    @Inject
    Desk desk;

    @Inject
    Heads heads;

    @ConfigProperty(name = "test.public-key-of-triage")
    String publicKey;

    @BeforeEach
    void something_was_done() {
        Browser.of("rauf").post(Desk.path(desk.receive(Sent.routine())) + "/opened", "");
    }

    @Test
    void an_auditor_gets_the_last_entry_under_the_services_signature() throws Exception {
        // When
        JsonNode head = Json.of(Browser.of("nigar").get("/api/journal/head"));

        // Then
        String entry = head.path("entry").asText();
        assertThat(entry).isEqualTo(last());
        String signed = "penah-event-v1\npenah.triage.auditor\n%s\n%s"
                .formatted(head.path("signedOn").asText(), entry);
        assertThat(isSigned(signed, head.path("signature").asText())).isTrue();
        assertThat(isSigned(
                        signed.replace("auditor", "notify"),
                        head.path("signature").asText()))
                .isFalse();
    }

    @Test
    void the_log_has_it_too() throws Throwable {
        // Given
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(Heads.class.getName());
        log.addHandler(handler);

        // When
        VertxContextSupport.subscribeAndAwait(heads::log);

        // Then
        log.removeHandler(handler);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("the journal ends at ");
    }

    private boolean isSigned(String text, String signature) throws Exception {
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
        ed25519.update(text.getBytes(StandardCharsets.UTF_8));
        return ed25519.verify(Base64.getDecoder().decode(signature));
    }

    private static String last() {
        return LocalPostgres.column(
                        "select position || ':' || encode(hash, 'hex') from journal order by position desc limit 1")
                .get(0);
    }
}
