package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.penah.ceremony.tip.TipReader;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.state.Port;
import org.penah.stack.story.Desk;

/** Knows what was at the desk and at the partner before, and so what has come since. */
final class Witness {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Stack stack;
    private final String queue;
    private final Set<String> tipsBefore;
    private final Set<String> alertsBefore;

    Witness(Stack stack) throws Exception {
        this(stack, "threat");
    }

    Witness(Stack stack, String queue) throws Exception {
        this.stack = stack;
        this.queue = queue;
        this.tipsBefore = tips();
        this.alertsBefore = alerts();
    }

    /** The one tip that has come, once it is there. */
    String onlyTip() {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(newOnes(tips(), tipsBefore)).hasSize(1));
        return newTips().get(0);
    }

    /** The one alert that the partner got, once it is there. */
    String onlyAlert() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(newOnes(alerts(), alertsBefore)).hasSize(1));
        return newAlerts().get(0);
    }

    List<String> newTips() {
        try {
            return newOnes(tips(), tipsBefore);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    List<String> newAlerts() {
        try {
            return newOnes(alerts(), alertsBefore);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the desk shows the partner's answer; then nothing about this tip is in transit any longer. */
    JsonNode acknowledgedAtDesk(String tipId) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> desk().tip(tipId).at("/alert/partners/0"),
                        partner -> partner.path("state").asText().equals("acknowledged"));
    }

    /** What those of the new tips say that are as told, opened as a member of the queue does. */
    List<String> messages(Predicate<JsonNode> which) throws IOException, InterruptedException {
        Desk desk = desk();
        HybridIdentity key = stack.keys().open("aysel", queue);
        List<String> messages = new ArrayList<>();
        for (String tip : newTips()) {
            if (which.test(desk.tip(tip))) {
                InputStream plain = AgeDecryptor.open(new ByteArrayInputStream(desk.blob(tip)), List.of(key));
                messages.add(TipReader.check(plain).message());
            }
        }
        key.destroy();
        return messages;
    }

    /** A tip as the desk gets it from the blob store. */
    byte[] blob(String tip) throws IOException, InterruptedException {
        return desk().blob(tip);
    }

    private Set<String> tips() throws IOException, InterruptedException {
        Set<String> ids = new TreeSet<>();
        desk().tips(queue).forEach(tip -> ids.add(tip.path("tipId").asText()));
        return ids;
    }

    private Desk desk() throws IOException, InterruptedException {
        String password =
                stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal();
        return Desk.signIn(stack.ports().url(Port.TRIAGE), "aysel", password);
    }

    /** The receiver keeps each alert in a file named by its id and the message's number. */
    private Set<String> alerts() throws IOException {
        Set<String> ids = new TreeSet<>();
        Path inbox = stack.state().folder("partner").resolve("inbox");
        // Only these: an unfinished file has a different name.
        try (var alerts = Files.newDirectoryStream(inbox, "*.age")) {
            alerts.forEach(file -> ids.add(file.getFileName().toString().split("\\.", 2)[0]));
        }
        return ids;
    }

    private static List<String> newOnes(Set<String> now, Set<String> before) {
        List<String> fresh = new ArrayList<>(now);
        fresh.removeAll(before);
        return fresh;
    }
}
