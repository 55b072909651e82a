package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.sealing.age.HybridIdentity;
import org.penah.stack.Stack;
import org.penah.stack.canary.Canary;
import org.penah.stack.canary.TimeSearch;
import org.penah.stack.partner.DemoPartner;
import org.penah.stack.state.Port;
import org.penah.stack.story.DemoScenario;
import org.penah.stack.story.Desk;
import org.penah.stack.story.Source;
import org.penah.stack.story.StepReporter;
import org.penah.stack.story.Tip;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** The images that are shipped, on networks like the zones, and the story of the demo through them. */
class SystemIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Longer than a slot, in which a partner is told. */
    private static final Duration A_WHILE = Duration.ofSeconds(6);

    private static final List<String> VICTIMS = List.of(
            "tor",
            "intake",
            "intake-db",
            "broker",
            "triage",
            "triage-db",
            "store",
            "keycloak",
            "keycloak-db",
            "sign-in",
            "notify",
            "notify-db",
            "partner");

    private static final List<String> SHIPPED = VICTIMS.stream()
            .filter(service -> !List.of("partner", "store").contains(service))
            .toList();

    private static ComposedStack composed;

    @BeforeAll
    static void start() throws Exception {
        String missing = missing();
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED: the system tests do not run, because " + missing + "; see docs/install.md");
        }
        assumeTrue(missing.isEmpty(), missing);
        composed = new ComposedStack();
    }

    @AfterAll
    static void stop() throws IOException {
        if (composed != null) {
            composed.close();
        }
    }

    private static String missing() {
        if (!System.getProperty("user.name").equals("root")) {
            return "only root can read what users of containers wrote";
        }
        for (String program : List.of("docker", "docker-compose", "mmdebstrap")) {
            if (Programs.find(program).isEmpty()) {
                return "there is no " + program;
            }
        }
        for (Command asked : List.of(
                Command.orSkip("docker", "info"),
                Command.orSkip("docker", "compose", "version"),
                Command.of("src/test/compose/can-run"))) {
            Command.Ended ended = asked.run();
            if (ended.exit() != 0) {
                return String.join(" ", ended.command()) + " fails: "
                        + ended.text().strip();
            }
        }
        return "";
    }

    @Test
    void the_story_of_the_demo_is_walked_through_the_images() {
        new DemoScenario(composed.stack(), new StepReporter(System.out), Path.of("target/js"), Canary.random()).play();
    }

    @Test
    void tor_makes_an_onion_address_from_the_torrc_that_is_shipped() throws Exception {
        String said = composed.read("tor", "/var/lib/tor/penah/hostname");

        assertThat(said).containsPattern("^[a-z2-7]{56}\\.onion");
    }

    @Test
    void docker_confines_each_container_and_a_service_has_no_shell() throws Exception {
        for (String service : SHIPPED) {
            InspectContainerResponse container = composed.inspect(service);
            HostConfig host = container.getHostConfig();
            assertThat(container.getConfig().getUser()).as(service).matches("1\\d{4}(:\\d{5})?");
            assertThat(host.getReadonlyRootfs()).as(service).isTrue();
            assertThat(host.getCapDrop()).as(service).containsExactly(Capability.ALL);
            assertThat(host.getCapAdd()).as(service).isNullOrEmpty();
            assertThat(host.getPrivileged()).as(service).isFalse();
            assertThat(host.getMemory()).as(service).isPositive();
        }
        assertThat(composed.hasShell("tor")).isTrue();
        for (String service : List.of("intake", "triage", "notify")) {
            assertThat(composed.hasShell(service)).as(service).isFalse();
        }
    }

    @Test
    void staff_reach_what_signing_in_needs_of_keycloak_and_nothing_else() throws Exception {
        String staff = composed.stack().ports().url(Port.KEYCLOAK);
        String signIn = "/realms/penah/.well-known/openid-configuration";
        List<String> others =
                List.of("/admin/master/console/", "/realms/master", "/admin/realms", "/metrics", "/health");

        assertThat(status(staff + signIn)).isEqualTo(200);
        assertThat(others)
                .allSatisfy(path -> assertThat(status(staff + path)).as(path).isEqualTo(404));
        assertThat(status(composed.administration() + "/realms/master")).isEqualTo(200);
        assertThat(status(composed.administration() + "/admin/master/console/")).isEqualTo(200);
    }

    private static int status(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void a_database_lets_its_owner_in_from_nowhere_but_its_own_container() throws Exception {
        assertThat(composed.refusal("keycloak-db", "triage", "triage")).isEmpty();
        assertThat(composed.refusal("triage-db", "triage", "triage_owner"))
                .contains("no pg_hba.conf entry for host", "user \"triage_owner\"");
        assertThat(composed.refusal("keycloak-db", "triage", "triage_owner"))
                .contains("no pg_hba.conf entry for host", "user \"triage_owner\"");
    }

    @Test
    void loses_and_doubles_nothing_while_each_is_killed_and_paused() throws Exception {
        // Given
        Stack stack = composed.stack();
        Witness witness = new Witness(stack);
        int orphansBefore = orphans().size();
        Sources sources = new Sources(stack.ports().url(Port.INTAKE), 2, Duration.ofSeconds(2));

        // When
        try (sources) {
            for (String victim : VICTIMS) {
                sources.meanwhile(victim + " is killed");
                long begun = System.nanoTime();
                composed.kill(victim);
                System.out.printf("system: %s is back after %.1f s%n", victim, (System.nanoTime() - begun) / 1e9);
                sources.meanwhile(victim + " is paused");
                composed.pause(victim, A_WHILE);
                answerAll(stack);
            }
            sources.stop();
        }

        // Then
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    answerAll(stack);
                    assertThat(witness.messages(each -> true)).containsExactlyInAnyOrderElementsOf(sources.received());
                    assertThat(witness.messages(SystemIT::isAcknowledged))
                            .containsExactlyInAnyOrderElementsOf(sources.dangers());
                    assertThat(witness.newAlerts()).hasSameSizeAs(sources.dangers());
                });
        Set<String> orphans = orphans();
        assertThat(orphans).hasSizeLessThanOrEqualTo(orphansBefore + sources.failures());
        System.out.printf(
                "system: %d tips, %d of danger; sent again %d times, which left %d objects that no tip names%n",
                sources.received().size(),
                sources.dangers().size(),
                sources.failures(),
                orphans.size() - orphansBefore);
    }

    /** Nobody reaches the partner meanwhile, so there is much to say about the alert. */
    @Test
    void no_log_of_docker_gets_a_line_because_a_tip_comes() throws Exception {
        // Given
        Source source = new Source(composed.stack().ports().url(Port.INTAKE));
        Witness witness = new Witness(composed.stack());
        Source.Form form = source.openForm();
        composed.goAway("partner");
        Map<String, String> before = kept();

        // When
        HttpResponse<String> sent = source.send(form, Tip.ofDanger("They wait at my door.", List.of()));
        witness.onlyTip();
        await().atMost(PATIENCE).until(() -> composed.log("notify").contains("NO_ONE_REACHABLE"));

        // Then
        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(kept()).isEqualTo(before);
        assertThat(before.get("intake")).contains("started in");
        composed.comeBack("partner");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            answerAll(composed.stack());
            return witness.messages(SystemIT::isAcknowledged).size() == 1;
        });
    }

    @Test
    void the_time_of_a_tip_is_on_the_disk_where_the_threat_model_says_and_nowhere_else() throws Exception {
        // Given
        Source source = new Source(composed.stack().ports().url(Port.INTAKE));
        Witness witness = new Witness(composed.stack());
        Source.Form form = source.openForm();
        Tip tip = new Tip(Map.of("danger", "none", "topic", "threat", "message", "When did I write?"), List.of());

        // When
        Instant before = Instant.now();
        HttpResponse<String> sent = source.send(form, tip);
        witness.onlyTip();
        Instant after = Instant.now();

        // Then
        assertThat(sent.statusCode()).isEqualTo(200);
        for (String service : List.of("intake", "triage")) {
            assertThat(findingsOnceEnded(before, after, service + "-db"))
                    .isNotEmpty()
                    .allMatch(place -> place.matches("data/(pg_wal/|global/pg_control |pg_stat/pgstat\\.stat ).*"));
        }
        assertThat(findings(before, after, composed.volume("broker")))
                .isNotEmpty()
                .allMatch(place -> place.contains("/quorum/"));
    }

    /** With all that a database had in its memory on the disk. */
    private static Set<String> findingsOnceEnded(Instant from, Instant to, String database) throws IOException {
        Path volume = composed.volume(database);
        composed.end(database);
        Set<String> findings = findings(from, to, volume);
        composed.comeBack(database);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> composed.isHealthy(database));
        // The desk's connections come back a moment later, and others ask next.
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> new Witness(composed.stack()));
        return findings;
    }

    private static Set<String> findings(Instant from, Instant to, Path folder) throws IOException {
        Set<String> findings = new TimeSearch(from, to).files(folder).findings();
        System.out.println("system: the time of a tip is in " + folder + ": " + findings);
        return findings;
    }

    /** Without what a database says twice a minute, whenever Docker asks whether it is well. */
    private static Map<String, String> kept() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        for (String service : SHIPPED) {
            kept.put(
                    service,
                    composed.kept(service)
                            .lines()
                            .filter(line -> !line.contains("no pg_hba.conf entry for host \\\"127.0.0.1\\\""))
                            .collect(Collectors.joining("\n")));
        }
        return kept;
    }

    @Test
    void while_its_store_is_away_a_source_keeps_the_text_and_nobody_is_unready() throws Exception {
        // Given
        Stack stack = composed.stack();
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Witness witness = new Witness(stack);
        Tip tip = new Tip(Map.of("danger", "none", "topic", "threat", "message", "Kept by the page."), List.of());
        assertThat(source.send(source.openForm(), tip).statusCode()).isEqualTo(200);
        String earlier = witness.onlyTip();
        Source.Form form = source.openForm();
        composed.goAway("store");

        // When
        HttpResponse<String> refused = source.send(form, tip);
        var unread = assertThatThrownBy(() -> witness.blob(earlier));
        List<String> health = health();
        composed.comeBack("store");
        await().atMost(PATIENCE).until(() -> Sources.isAccepted(source, form, tip));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> witness.blob(earlier).length > 0);

        // Then
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body())
                .contains("Nothing was kept, and your text is still here", "Kept by the page.</textarea>");
        unread.isInstanceOf(Desk.RefusedException.class);
        assertThat(health).containsExactly("intake ready", "triage ready");
        assertThat(health()).containsExactly("intake ready", "intake well", "triage ready", "triage well");
        await().atMost(PATIENCE).until(() -> witness.newTips().size() == 2);
    }

    @Test
    void a_crash_between_store_and_database_leaves_one_orphan_and_one_tip() throws Exception {
        // Given
        Stack stack = composed.stack();
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Witness witness = new Witness(stack);
        Set<String> orphans = orphans();
        Set<String> objects = composed.objects();
        Tip tip = new Tip(Map.of("danger", "none", "topic", "threat", "message", "Sent twice."), List.of());
        Source.Form form = source.openForm();

        // When
        composed.pause("store");
        CompletableFuture<Boolean> cutOff = CompletableFuture.supplyAsync(() -> Sources.isAccepted(source, form, tip));
        // Until intake has asked the database whether it knows the form, and waits for the store.
        await().pollDelay(A_WHILE).until(() -> true);
        composed.pause("intake-db");
        composed.unpause("store");
        await().atMost(PATIENCE).until(() -> composed.objects().size() == objects.size() + 1);
        composed.kill("intake", () -> composed.unpause("intake-db"));
        boolean again = Sources.isAccepted(source, form, tip);

        // Then
        assertThat(cutOff).isCompletedWithValue(false);
        assertThat(again).isTrue();
        witness.onlyTip();
        assertThat(orphans()).hasSize(orphans.size() + 1);
        assertThat(composed.objects()).hasSize(objects.size() + 2);
    }

    @Test
    void nothing_is_left_in_the_bucket_of_a_tip_that_its_source_erased() throws Exception {
        // Given
        Stack stack = composed.stack();
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Witness witness = new Witness(stack);
        Set<String> objects = composed.objects();
        Source.Form form = source.openForm();
        Tip tip = new Tip(Map.of("danger", "none", "topic", "threat", "message", "Sent and regretted."), List.of());
        assertThat(source.send(form, tip).statusCode()).isEqualTo(200);
        witness.onlyTip();
        assertThat(composed.objects()).hasSize(objects.size() + 1);

        // When
        HttpResponse<String> erased = source.erase(form);

        // Then
        assertThat(erased.body()).contains("Everything is deleted");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(composed.objects()).isEqualTo(objects));
    }

    private static List<String> health() throws Exception {
        List<String> said = new ArrayList<>();
        for (String service : List.of("intake", "triage")) {
            for (String what : List.of("ready", "well")) {
                if (composed.is(what, service, service.equals("intake") ? 9081 : 9082)) {
                    said.add(service + " " + what);
                }
            }
        }
        return said;
    }

    /** Objects that no tip names: nothing but a put whose tip was not kept leaves one. Of each tip the object is there. */
    private static Set<String> orphans() throws Exception {
        Set<String> objects = composed.objects();
        Set<String> named = composed.query("triage", "select blob_id from tip");
        assertThat(objects).containsAll(named);
        objects.removeAll(named);
        return objects;
    }

    private static boolean isAcknowledged(JsonNode tip) {
        return tip.at("/alert/partners/0/state").asText().equals("acknowledged");
    }

    /** What people at the partner do. */
    private static void answerAll(Stack stack) throws IOException {
        Home home = new Home(
                stack.state().folder("partner"),
                stack.partner().credentialsFolder().resolve(DemoPartner.NAME + ".json"));
        Inbox inbox = new Inbox(home.inbox());
        HybridIdentity identity = home.identity();
        for (KeptAlert kept : inbox.alerts(identity, Instant.now())) {
            if (kept.waits()) {
                inbox.answers().give(kept.alert(), Action.ACKNOWLEDGE);
            }
        }
        identity.destroy();
    }
}
