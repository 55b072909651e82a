package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;
import org.penah.stack.story.ConsoleDriver;
import org.penah.stack.tor.TorNetwork;
import org.penah.testbed.browser.Chromium;
import org.penah.testbed.program.Command;

/**
 * Somebody with a fresh Debian who has read only "On one server with Docker" in the guide, and holds the key ceremony elsewhere by its
 * checklist. The blocks are run as they are printed. Tor is the one thing that is not as they have it: the server's joins a network of this
 * machine, by lines added to its torrc.
 */
class InstallIT {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String PASSPHRASE = "violin harvest copper meadow lantern thirteen";
    /** Not that of a key that stays where it is. */
    private static final String BROUGHT = "ribbon walnut harbour candle mosaic fourteen";

    private static final String FIRST_PASSWORD = "to be changed at the first sign-in";
    private static final String PASSWORD = "orchard pebble winter saddle nineteen marble";
    private static final String MEMBER = "leyla";
    private static final String MESSAGE = "I write to a server that was installed by its guide.";
    private static final String LATER = "I write to a key that was made after somebody had left.";
    private static final String CLONE = "/root/penah";
    private static final String IN_TRIAGE = "docker compose -f stack/compose.yaml exec -T triage-db sh -c"
            + " 'PGPASSWORD=$(cat /run/secrets/postgres-triage-owner) psql -h 127.0.0.1 -U triage_owner -c \"%s\" triage'";
    private static final String HOLDERS = IN_TRIAGE.formatted("select member, queue, epoch from queue_key");
    private static final String DESK = "http://localhost:8082";
    private static final String KEYCLOAK = "http://localhost:8180";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The onion service may be found only after the first try, and the next is five minutes later. */
    private static final Duration CANARY = Duration.ofMinutes(8);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    /** Of the member's phone. */
    private String secret = "";

    /** The tip that was sealed to the second epoch. */
    private String later = "";

    @BeforeAll
    static void haveWhatItTakes() throws IOException {
        String missing = "";
        if (!System.getProperty("user.name").equals("root")) {
            missing = "only root may make a Debian";
        }
        for (String needed : List.of("docker info", "mmdebstrap --version", "ssh -V", "minisign -v", "git --version")) {
            try {
                FreshDebian.here(List.of(needed.split(" ")));
            } catch (IOException failed) {
                missing = needed + " fails";
            }
        }
        if (!TorNetwork.isPossible()) {
            missing = "there is no tor";
        }
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED: the guide for one server is not tried, because " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        Chromium.orSkip().close();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void somebody_who_follows_the_guide_has_an_onion_address_that_takes_tips_and_a_desk_that_shows_them()
            throws Exception {
        List<String> blocks = blocks("docs/install.md", "## On one server with Docker");
        int staff = blocks.size() - 1;
        int administrator = staff - 1;
        State state = State.open(folder.resolve("network"));
        try (FreshDebian server = new FreshDebian(Files.createDirectory(folder.resolve("server")));
                Supervisor programs = new Supervisor(state, new Printed("install"))) {
            // Given
            TorNetwork network =
                    new TorNetwork(state, Ports.free(state), REPOSITORY.resolve("k8s/tor/torrc"), server.neighbour());
            programs.start(network.beforeIntake().stream()
                    .filter(program -> !program.name().equals(TorNetwork.ONION))
                    .toList());
            Path keys = holdCeremony();
            server.copy(bundle(), "/root/penah.bundle");

            // When
            Instant began = Instant.now();
            server.run("/root", "git clone --quiet penah.bundle penah");
            // A bundle of HEAD has no branch, as a clone has from which an update is pulled.
            server.run(
                    CLONE,
                    "git checkout --quiet -b main; git config branch.main.remote origin; git config branch.main.merge"
                            + " HEAD");
            bring(keys, server);
            for (String torrc : List.of("k8s/tor/torrc", "k8s/base/canary/torrc")) {
                server.run(CLONE, "cat >> " + torrc + " <<'LINES'\n" + network.membership() + "LINES\n");
            }
            String said = server.run(CLONE, String.join("\n", blocks.subList(0, administrator)));
            Files.writeString(state.folder("tor/service").resolve("hostname"), found("PENAH_ONION=(.*)", said));
            programs.start(List.of(network.source()));

            // Then
            Duration took = Duration.between(began, Instant.now());
            System.out.printf(
                    "The onion page answered %d min %d s after git clone; load %.1f%n",
                    took.toMinutes(),
                    took.toSecondsPart(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            send(network, MESSAGE);
            await().atMost(CANARY)
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> server.run(CLONE, canarySays()).contains("went the whole way;"));
            somebodyGoes(keys);
            bring(keys, server);
            runOneDay(server, keys);
            assertThat(server.run(CLONE, HOLDERS)).contains("leyla").doesNotContain("orkhan");
            assertThat(server.run(CLONE, "find /etc/penah/keys keys -name '*.age'"))
                    .isBlank();
            send(network, LATER);
            Path door = server.door(MEMBER);
            try (Tunnel tunnel = new Tunnel(blocks.get(administrator), door)) {
                tunnel.isOpen();
                makeAccount(found("KC_BOOTSTRAP_ADMIN_PASSWORD=(.*)", said));
            }
            assertThat(ssh(door, "ssh -W 127.0.0.1:8181 %s@server")).contains("administratively prohibited");
            assertThat(ssh(door, "ssh %s@server id")).contains("not available").doesNotContain("uid=");
            try (Tunnel tunnel = new Tunnel(blocks.get(staff), door)) {
                tunnel.isOpen();
                assertThat(status(KEYCLOAK + "/admin/")).isEqualTo(404);
                assertThat(readAtDesk(Files.readString(keys.resolve("root.pub"))))
                        .containsExactlyInAnyOrder(MESSAGE, LATER);
            }
            destroyTheFirstEpoch(server);
            server.run(CLONE, "./penah server backup");
            loseTheMachine(server);
            bring(keys, server);
            restore(server, keys);
            assertThat(server.run(CLONE, HOLDERS))
                    .containsPattern("leyla +. threat +. +2")
                    .doesNotContainPattern("threat +. +1");
            try (Tunnel tunnel = new Tunnel(blocks.get(staff), door)) {
                tunnel.isOpen();
                assertThat(readAgain(Files.readString(keys.resolve("root.pub"))))
                        .isEqualTo(LATER);
            }
            await().atMost(CANARY).ignoreExceptions().until(() -> {
                send(network, MESSAGE);
                return true;
            });
        } finally {
            state.close();
        }
    }

    /** All but the two that stay in their safes. */
    private static void bring(Path keys, FreshDebian server) throws IOException {
        server.run(CLONE, "rm -rf keys");
        server.copy(keys, CLONE + "/keys");
        server.run(CLONE, "rm keys/root.key keys/recovery.age");
    }

    private static String canarySays() throws IOException {
        return String.join("\n", blocks("docs/operations.md", "## The canary"));
    }

    /** What a member hears who tries to get further than the guide lets them. */
    private static String ssh(Path door, String command) {
        return atDoor(door, command.formatted(MEMBER)).run().text();
    }

    private static Command atDoor(Path door, String command) {
        return Command.of("bash", "-c", command).with("PATH", door + ":" + System.getenv("PATH"));
    }

    /** What operations.md has for one server; a database that was lost comes back from its backup, with the tip. */
    private static void runOneDay(FreshDebian server, Path keys) throws IOException {
        for (String block : blocks("docs/operations.md", "## On one server")) {
            if (block.contains("pg_restore")) {
                openElsewhere(server, keys, "$(ls -d /var/backups/penah/2* | tail -n 1)");
                server.run(CLONE, IN_TRIAGE.formatted("truncate tip, journal cascade"));
            }
            if (block.contains("server open")) {
                staysClosed(server);
            }
            System.out.println(server.run(CLONE, "export AGE_PASSPHRASE='%s'\n%s".formatted(BROUGHT, block)));
        }
    }

    /** As after a reboot or an update, which start all that has a container, or should have one. */
    private static void staysClosed(FreshDebian server) throws IOException {
        server.run(CLONE, "docker compose --env-file /etc/penah/env -f stack/compose.yaml up --detach --wait tor");
        assertThat(server.run(CLONE, "./penah server status || true")).contains("somebody has closed it");
        assertThat(server.run(
                        CLONE,
                        "docker compose -f stack/compose.yaml exec -T intake java -cp /penah Healthy"
                                + " http://tor:9035/metrics || echo silent"))
                .endsWith("silent\n");
    }

    /** Where the recovery key is. */
    private static void openElsewhere(FreshDebian server, Path keys, String backup) throws IOException {
        Path elsewhere = keys.getParent();
        Files.writeString(elsewhere.resolve("night.age"), server.run(CLONE, "cat " + backup + "/night.age"));
        Files.deleteIfExists(elsewhere.resolve("brought.age"));
        at(elsewhere, "./penah keys night night.age brought.age");
        server.copy(elsewhere.resolve("brought.age"), CLONE + "/brought.age");
    }

    /** As the desk does when a lead asks for it. */
    private static void destroyTheFirstEpoch(FreshDebian server) throws IOException {
        server.run(
                CLONE,
                IN_TRIAGE.formatted("begin; delete from queue_key where queue = \\$\\$threat\\$\\$ and epoch = 1;"
                        + " update queue_epoch set recovery_copy = null, destroyed_on = current_date"
                        + " where queue = \\$\\$threat\\$\\$ and epoch = 1; commit"));
        server.run(CLONE, "rm \"$(docker volume inspect --format '{{.Mountpoint}}' penah_epoch-locks)/threat.1\"");
    }

    /** Only what lay elsewhere is left: the night, and the images, which a new machine would build again. */
    private static void loseTheMachine(FreshDebian server) throws IOException {
        server.run(CLONE, """
            mv "$(ls -d /var/backups/penah/2* | tail -n 1)" night
            docker compose -f stack/compose.yaml down --volumes
            rm -rf /etc/penah /var/backups/penah keys
            """);
    }

    private static void restore(FreshDebian server, Path keys) throws IOException {
        openElsewhere(server, keys, "night");
        Instant began = Instant.now();
        System.out.println(server.run(
                CLONE,
                "export PENAH_PASSPHRASE='%s'\n%s"
                        .formatted(
                                BROUGHT,
                                blocks("docs/operations.md", "### A server is lost")
                                        .get(0))));
        staysClosed(server);
        server.run(CLONE, blocks("docs/operations.md", "### A server is lost").get(1));
        System.out.printf(
                "Restored in %d s%n", Duration.between(began, Instant.now()).toSeconds());
    }

    /** The blocks of a section that root's shell can run without systemd, in their order. */
    private static List<String> blocks(String guide, String heading) throws IOException {
        String text = Files.readString(REPOSITORY.resolve(guide));
        int from = text.indexOf(heading + "\n");
        assertThat(from).as("%s of %s", heading, guide).isNotNegative();
        int to = text.indexOf("\n## ", from);
        return Pattern.compile("^```sh(?: root)?\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text.substring(from, to))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** On a computer that is not the server, where Penah was built before. */
    private Path holdCeremony() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path penah = Files.writeString(
                elsewhere.resolve("penah"), "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(REPOSITORY.resolve("penah")));
        FreshDebian.here(List.of("chmod", "700", penah.toString()));
        at(
                elsewhere,
                blocks("docs/key-ceremony.md", "## First ceremony").stream()
                        .map(InstallIT::filledIn)
                        .collect(Collectors.joining("\n")));
        return elsewhere.resolve("keys");
    }

    /** The next epoch begins today, and not on the page's day. */
    private static void somebodyGoes(Path keys) throws IOException {
        at(
                keys.getParent(),
                String.join("\n", blocks("docs/key-ceremony.md", "## Somebody goes"))
                        .replaceAll("--from \\S+", ""));
    }

    private static void at(Path elsewhere, String ceremony) throws IOException {
        FreshDebian.here(Command.of("bash", "-euo", "pipefail", "-c", ceremony)
                .in(elsewhere)
                .with("PENAH_NO_BUILD", "yes")
                .with("PENAH_PASSPHRASE", PASSPHRASE)
                .with("PENAH_NEW_PASSPHRASE", BROUGHT)
                .with("AGE_PASSPHRASE", PASSPHRASE));
    }

    /** People fill the empty files in by hand. */
    private static String filledIn(String block) {
        return block.contains(" keys words ")
                ? block + "cp '" + REPOSITORY.resolve("stack/src/main/words") + "'/*.txt keys/words/\n"
                : block;
    }

    private Path bundle() throws IOException {
        Path bundle = folder.resolve("penah.bundle");
        FreshDebian.here(
                List.of("git", "-C", REPOSITORY.toString(), "bundle", "create", "--quiet", bundle.toString(), "HEAD"));
        return bundle;
    }

    private static String found(String pattern, String said) {
        Matcher matcher =
                Pattern.compile("^" + pattern + "$", Pattern.MULTILINE).matcher(said);
        assertThat(matcher.find()).as("%s in%n%s", pattern, said).isTrue();
        return matcher.group(1).strip();
    }

    /** A source with Tor Browser's JavaScript off. */
    private static void send(TorNetwork network, String message) {
        try (Chromium chromium =
                Chromium.findBehindProxy(network.socks().port()).orElseThrow()) {
            Page page = chromium.page(false);
            assertThat(page.navigate("http://" + network.address() + "/en/tip").status())
                    .isEqualTo(200);
            page.locator("input[name=danger][value=none]").check();
            page.locator("input[name=topic][value=threat]").check();
            page.locator("textarea[name=message]").fill(message);
            assertThat(page.locator("input[name=receipt]").inputValue()).isNotBlank();
            // Nobody has filled the form in before that; see penah.form.minimum-age.
            page.waitForTimeout(4000);
            page.locator("form button[type=submit]").click();
            page.locator(".received").waitFor();
        }
    }

    /** What the administrator does in Keycloak's own pages. */
    private static void makeAccount(String administratorsPassword) throws Exception {
        String realm = KEYCLOAK + "/admin/realms/penah";
        String token = JSON.readTree(ask(HttpRequest.newBuilder(
                                        URI.create(KEYCLOAK + "/realms/master/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(
                                        "grant_type=password&client_id=admin-cli&username=admin&password="
                                                + URLEncoder.encode(administratorsPassword, StandardCharsets.UTF_8))))
                        .body())
                .path("access_token")
                .asText();
        HttpResponse<String> made = ask(json(token, realm + "/users")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of(
                        "username",
                        MEMBER,
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", FIRST_PASSWORD, "temporary", true)))))));
        JsonNode role =
                JSON.readTree(ask(json(token, realm + "/roles/triager").GET()).body());
        String member = made.headers().firstValue("Location").orElseThrow();
        ask(json(token, member + "/role-mappings/realm")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(List.of(role)))));
    }

    private static HttpRequest.Builder json(String token, String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static int status(String address) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s: %s", answer.uri(), answer.body())
                .isBetween(200, 299);
        return answer;
    }

    /** The member's first day: their own password and code, the key from the ceremony, the root key, and the two tips. */
    private Set<String> readAtDesk(String rootKey) throws Exception {
        try (Chromium chromium = Chromium.find().orElseThrow()) {
            ConsoleDriver screen = ConsoleDriver.signIn(chromium, DESK, MEMBER, FIRST_PASSWORD);
            Page page = screen.page();
            Locator newPassword = page.locator("#password-new");
            newPassword.or(page.locator("#totp")).first().waitFor();
            boolean passwordFirst = newPassword.isVisible();
            if (passwordFirst) {
                changePassword(page);
            }
            secret = page.locator("input[name=totpSecret]").inputValue();
            page.locator("#totp").fill(code(secret));
            page.locator("#saveTOTPBtn").click();
            if (!passwordFirst) {
                changePassword(page);
            }
            screen.unlock(PASSPHRASE, rootKey);
            Locator tips = page.locator("[data-tip]");
            tips.nth(1).waitFor();
            String second = tips.nth(1).getAttribute("data-tip");
            String first = tips.first().getAttribute("data-tip");
            String message = screen.read(first);
            screen.choose(second);
            Locator other = page.locator("[data-part=message]", new Page.LocatorOptions().setHasNotText(message));
            later = message.equals(LATER) ? first : second;
            return Set.of(message, other.innerText());
        }
    }

    /** After the loss: the same password and phone, and a browser that knows nothing; the first tip's epoch is gone. */
    private String readAgain(String rootKey) throws Exception {
        try (Chromium chromium = Chromium.find().orElseThrow()) {
            ConsoleDriver screen = ConsoleDriver.signIn(chromium, DESK, MEMBER, PASSWORD);
            screen.page().locator("#otp").fill(code(secret));
            screen.page().locator("#kc-login").click();
            screen.unlock(PASSPHRASE, rootKey);
            return screen.read(later);
        }
    }

    private static void changePassword(Page page) {
        page.locator("#password-new").fill(PASSWORD);
        page.locator("#password-confirm").fill(PASSWORD);
        page.locator("input[type=submit], button[type=submit]").first().click();
    }

    /** What a phone shows (RFC 6238). */
    private static String code(String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        long period = Instant.now().getEpochSecond() / 30;
        byte[] hash =
                mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(period).array());
        int value = ByteBuffer.wrap(hash, hash[hash.length - 1] & 0xf, Integer.BYTES)
                        .getInt()
                & 0x7fffffff;
        return "%06d".formatted(value % 1_000_000);
    }

    /** A block of the guide for somebody's own machine, which goes on until it is stopped. */
    private static final class Tunnel implements AutoCloseable {

        private final Process ssh;

        Tunnel(String block, Path door) throws IOException {
            ssh = atDoor(door, block)
                    .output(Files.createTempFile("ssh", ".log"))
                    .start();
        }

        void isOpen() {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> ask(HttpRequest.newBuilder(
                            URI.create(KEYCLOAK + "/realms/penah/.well-known/openid-configuration"))));
        }

        @Override
        public void close() {
            ssh.descendants().forEach(ProcessHandle::destroy);
            ssh.destroy();
            // The next one listens at the same port.
            ssh.onExit().join();
        }
    }
}
