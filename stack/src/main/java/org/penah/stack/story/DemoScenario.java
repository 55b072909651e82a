package org.penah.stack.story;

import static org.penah.stack.story.StepReporter.eventually;
import static org.penah.stack.story.StepReporter.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.age.HybridIdentity;
import org.penah.stack.Stack;
import org.penah.stack.canary.Canary;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.partner.DemoPartner;
import org.penah.stack.state.Port;
import org.penah.testbed.browser.Chromium;

/** One tip from the form to the partner's answer, through the interfaces that people use. */
public final class DemoScenario {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FILE_BYTES = 20 << 20;
    private static final String MEMBER = "aysel";
    private static final Pattern ALERT = Pattern.compile("\\(alert ([0-9a-f-]{36}), message");

    private final Stack stack;
    private final StepReporter steps;
    private final ReferenceAge otherAge;
    private final Canary canary;
    private final Source source;
    private final Tip tip;
    private Source.@Nullable Form sent;
    private Set<String> earlierAlerts = Set.of();
    private @Nullable JsonNode arrived;

    /**
     * Prepares the story.
     *
     * @param tools the folder of the program that opens blobs without our code
     * @param canary a word that the tip holds in its message, its file and the file's name
     */
    public DemoScenario(Stack stack, StepReporter steps, Path tools, Canary canary) {
        this.stack = stack;
        this.steps = steps;
        this.otherAge = new ReferenceAge(tools);
        this.canary = canary;
        this.source = new Source(stack.tor()
                .map(tor -> tor.tunnel().url())
                .orElseGet(() -> stack.ports().url(Port.INTAKE)));
        this.tip = Tip.ofDanger(
                "Two men wait below my house since morning. " + canary.word() + " is what they asked for.",
                List.of(photograph(canary)));
    }

    private static Tip.Attachment photograph(Canary canary) {
        byte[] content = new byte[FILE_BYTES];
        new Random(1).nextBytes(content);
        byte[] word = canary.word().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(word, 0, content, FILE_BYTES / 2, word.length);
        return new Tip.Attachment(canary.word() + ".jpg", "image/jpeg", content);
    }

    /**
     * Plays it to the end, with the console in this machine's browser where there is one.
     *
     * @throws FailedCheck at the first thing that is not as it has to be
     */
    public void play() {
        play(Chromium::find);
    }

    /**
     * Plays it to the end.
     *
     * @param browsers looks for a browser when staff come to the desk
     * @throws FailedCheck at the first thing that is not as it has to be
     */
    public void play(Supplier<Optional<Chromium>> browsers) {
        String way = stack.tor().isPresent() ? " through the onion service" : "";
        steps.step("A source opened the form" + way + ".", this::openForm);
        steps.step("They sent a tip with a file of 20 MB, and sent it again when in doubt.", this::send);
        steps.step("Somebody else's age opened what lies in the blob store.", this::openWithOtherAge);
        steps.step(
                "The partner was told in its next heartbeat, before the desk had looked.",
                () -> partnerWasTold("message 1", "The source says so"));
        Optional<Chromium> browser = browsers.get();
        if (browser.isPresent()) {
            try (Chromium open = browser.get()) {
                inBrowser(open);
            }
        } else {
            withoutBrowser();
        }
        steps.step("The source came back with its receipt and saw what became of the tip.", this::comeBack);
    }

    private void inBrowser(Chromium browser) {
        AtomicReference<@Nullable ConsoleDriver> opened = new AtomicReference<>();
        steps.step("Staff opened the tip in the console and confirmed the danger.", () -> {
            ConsoleDriver screen = ConsoleDriver.open(
                    browser,
                    stack.ports().url(Port.TRIAGE),
                    MEMBER,
                    password(),
                    stack.keys().passphrase(MEMBER),
                    stack.keys().rootKey());
            opened.set(screen);
            require(screen.read(tipId()).contains(canary.word()), "the message is not the one that was sent");
            require(screen.showsFiles(1), "the file is missing");
            screen.confirmAlert();
            return browser.version() + " signed in at Keycloak, unlocked the key, shows the message and one file";
        });
        steps.step("The partner answered.", this::answer);
        steps.step(
                "The console shows who acknowledged and when.",
                () -> "\"" + Objects.requireNonNull(opened.get()).acknowledgement(DemoPartner.NAME)
                        + "\" in the list of partners");
    }

    private void withoutBrowser() {
        int opened = steps.step("Staff opened the tip and confirmed the danger, WITHOUT A BROWSER.", () -> {
            Desk desk = desk();
            blob();
            desk.reportOpened(tipId());
            desk.confirm(tipId());
            return "signed in at Keycloak, fetched the sealed tip over the console's API and reported it as opened;"
                    + " the console itself was not looked at";
        });
        steps.step("The partner answered.", this::answer);
        int known = steps.step(
                "The desk knows who acknowledged and when.",
                () -> eventually(() -> {
                    JsonNode partner = desk().tip(tipId()).at("/alert/partners/0");
                    require(partner.path("state").asText().equals("acknowledged"), "not acknowledged: " + partner);
                    return "%s, %s, in the console's API"
                            .formatted(
                                    partner.path("name").asText(),
                                    partner.path("since").asText());
                }));
        steps.notShown(
                "NOT SHOWN: the console. No Chromium was found that could be started, so steps %d and %d went through"
                                .formatted(opened, known)
                        + " the console's API alone.\nTo see them: install Chromium (Debian: apt-get install chromium) and run this"
                        + " again.");
    }

    private String openForm() throws IOException, InterruptedException {
        Source.Form form = source.openForm();
        require(form.response().statusCode() == 200, "status " + form.response().statusCode());
        require(form.whatAsksForMore().isEmpty(), "the page holds " + form.whatAsksForMore());
        require(!form.setsCookie(), "the page sets a cookie");
        return "one request, %d bytes, no script, style, picture or cookie to fetch or keep"
                .formatted(form.response().body().getBytes(StandardCharsets.UTF_8).length);
    }

    private String send() throws Exception {
        Desk desk = desk();
        Set<String> before = tipIds(desk);
        earlierAlerts = alertIds(stack.partner().inbox());
        Source.Form form = source.openForm();
        sent = form;
        HttpResponse<String> first = source.send(form, tip);
        require(first.statusCode() == 200, "the form answered " + first.statusCode());
        require(first.body().contains("class=\"received\""), "the page does not say that it was received");
        HttpResponse<String> second = source.send(form, tip);
        require(second.statusCode() < 500, "the second sending got " + second.statusCode());
        arrived = eventually(() -> {
            List<JsonNode> fresh = desk.tips("threat").stream()
                    .filter(each -> !before.contains(each.path("tipId").asText()))
                    .toList();
            require(fresh.size() == 1, fresh.size() + " new tips at the desk instead of one");
            return fresh.get(0);
        });
        require(arrived.path("lane").asText().equals("imminent"), "it is not in the lane imminent");
        return "plain multipart POST, 200 and \"received\"; the desk's API lists exactly one new tip, lane imminent";
    }

    private String openWithOtherAge() throws IOException, InterruptedException {
        HybridIdentity identity = stack.keys().open(MEMBER, "threat");
        Map<String, byte[]> entries = otherAge.open(blob(), identity);
        identity.destroy();
        JsonNode content = JSON.readTree(entries.get("tip.json"));
        require(content.path("message").asText().equals(tip.answers().get("message")), "another message");
        JsonNode file = content.path("files").path(0);
        require(file.path("name").asText().equals(canary.word() + ".jpg"), "another file name");
        byte[] sent = tip.attachments().get(0).content();
        require(Arrays.equals(entries.get(file.path("entry").asText()), sent), "the file differs");
        return "npm age-encryption opened it with the queue's key; the ZIP holds " + String.join(", ", entries.keySet())
                + "; message and file equal what was sent";
    }

    /** Heartbeats come each 5 s and look alike whether they hold an alert or not. */
    private String partnerWasTold(String message, String basis) throws Exception {
        String told = eventually(() -> {
            String alert = newAlert();
            require(alert.contains(message) && alert.contains(basis), "the partner has not got " + message);
            return alert;
        });
        int forged = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stack.ports().url(Port.PARTNER)))
                                .POST(BodyPublishers.ofString(told))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        require(forged == 401, "the receiver answered " + forged + " to a forged alert");
        return "the receiver keeps only what carries good v1a and v1 signatures (a forged POST got 401), opened it with"
                + " its own key: \""
                + told.lines().skip(1).findFirst().orElse("").trim() + "\"";
    }

    private String answer() throws Exception {
        partnerWasTold("message 2", "has confirmed it");
        String said =
                stack.partner().acknowledge(alertIds(newAlert()).iterator().next());
        require(said.contains("Penah knows"), said);
        return "the update says that the desk has confirmed it; penah-partner ack, signed with the partner's own key, rode in"
                + " the answer to a heartbeat, and the next heartbeat said that notify-service took it";
    }

    private String comeBack() throws Exception {
        Source.Form form = Objects.requireNonNull(sent);
        eventually(() -> {
            String inbox = source.comeBack(form).body();
            require(inbox.contains("Staff opened it on"), "the inbox does not say that staff opened the tip");
            require(inbox.contains("A protection organisation has answered"), "nor that a partner answered");
            return inbox;
        });
        return "the receipt in a POST and nothing else; the page names the days of both, no cookie, no script";
    }

    /** The part of the partner's inbox about the alert that has come since the tip was sent, and waits for an answer. */
    private String newAlert() throws IOException {
        return Arrays.stream(stack.partner().inbox().split("\n\n"))
                .filter(part -> part.contains("NOT ANSWERED YET"))
                .filter(part -> Collections.disjoint(alertIds(part), earlierAlerts))
                .collect(Collectors.joining("\n\n"));
    }

    private static Set<String> alertIds(String inbox) {
        return ALERT.matcher(inbox).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private Desk desk() throws IOException, InterruptedException {
        return Desk.signIn(stack.ports().url(Port.TRIAGE), MEMBER, password());
    }

    private static Set<String> tipIds(Desk desk) throws IOException, InterruptedException {
        Set<String> ids = new TreeSet<>();
        desk.tips("threat").forEach(each -> ids.add(each.path("tipId").asText()));
        return ids;
    }

    private String password() {
        return stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal();
    }

    private String tipId() {
        return arrived().path("tipId").asText();
    }

    /** The file in the blob store that holds what the desk serves for the tip. */
    private Path blob() throws IOException, InterruptedException {
        byte[] served = desk().blob(tipId());
        try (Stream<Path> blobs = Files.walk(stack.state().folder("blobs"))) {
            for (Path blob : blobs.filter(Files::isRegularFile).toList()) {
                if (Files.size(blob) == served.length && Arrays.equals(Files.readAllBytes(blob), served)) {
                    return blob;
                }
            }
        }
        throw new IllegalStateException("the blob store holds nothing like what the desk serves");
    }

    private JsonNode arrived() {
        if (arrived == null) {
            throw new IllegalStateException("no tip has arrived");
        }
        return arrived;
    }
}
