package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;
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

    private static final String MEMBER = "leyla";
    private static final String MESSAGE = "I write to a server that was installed by its guide.";
    private static final String LATER = "I write to a key that was made after somebody had left.";
    private static final String UPDATED = "I write to a newer release.";
    private static final String BACK = "I write to the release before, which is back.";
    private static final String CUT = "I write, am told that it was received, and then the power goes.";
    private static final String NEWER = "0.2.0";
    private static final String CLONE = "/root/penah";
    private static final String IN_TRIAGE = "docker compose -f stack/compose.yaml exec -T triage-db sh -c"
            + " 'PGPASSWORD=$(cat /run/secrets/postgres-triage-owner) psql -h 127.0.0.1 -U triage_owner -c \"%s\" triage'";
    private static final String HOLDERS = IN_TRIAGE.formatted("select member, queue, epoch from queue_key");
    private static final List<String> TORRCS = List.of("k8s/tor/torrc", "k8s/client-tor/torrc");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Until an onion service is found again. */
    private static final Duration FOUND = Duration.ofMinutes(8);

    private static final Duration FOUND_AGAIN = Duration.ofMinutes(4);

    private static final int KILLS = Integer.getInteger("install.kills", 20);
    private static final int UPLOADS = Integer.getInteger("install.uploads", 3000);

    @TempDir
    Path folder;

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
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
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
            String root = Files.readString(keys.resolve("root.pub"));
            server.copy(bundle(), "/root/penah.bundle");
            InstalledDesk desk = new InstalledDesk(MEMBER, PASSPHRASE);

            // When
            step("install, until the onion page answers", () -> {
                server.run("/root", "git clone --quiet penah.bundle penah");
                // A bundle of HEAD has no branch, as a clone has from which an update is pulled.
                server.run(
                        CLONE,
                        "git checkout --quiet -b main; git config branch.main.remote origin; git config"
                                + " branch.main.merge HEAD");
                bring(keys, server);
                for (String torrc : TORRCS) {
                    server.run(CLONE, "cat >> " + torrc + " <<'LINES'\n" + network.membership() + "LINES\n");
                }
                String said = server.run(CLONE, String.join("\n", blocks.subList(0, administrator)));
                foundAt(found("PENAH_ONION=(.*)", said), state);
                programs.start(List.of(network.source()));
            });

            // Then
            step("first tip", () -> send(network, MESSAGE));
            step(
                    "canary tip",
                    () -> await().atMost(FOUND)
                            .pollInterval(Duration.ofSeconds(5))
                            .until(() -> server.run(CLONE, canarySays()).contains("went the whole way;")));
            step("somebody goes", () -> {
                somebodyGoes(keys);
                bring(keys, server);
            });
            runOneDay(server, network, keys);
            assertThat(server.run(CLONE, HOLDERS)).contains("leyla").doesNotContain("orkhan");
            assertThat(server.run(CLONE, "find /etc/penah/keys /etc/penah/keys-desk keys -name '*.age'"))
                    .isBlank();
            step("tip to a key that is new", () -> send(network, LATER));
            step("power lost during one upload, after another", () -> {
                losePowerDuringAnUpload(server, network);
                send(network, CUT);
                losePower(server, network);
            });
            Path door = server.door(MEMBER);
            Map<String, String> tips = new HashMap<>();
            step("tips read at the desk", () -> {
                try (Tunnel tunnel = new Tunnel(blocks.get(administrator), door)) {
                    tunnel.isOpen();
                    desk.makeAccount(found(
                            "KC_BOOTSTRAP_ADMIN_PASSWORD=(.*)",
                            server.run(CLONE, "cat /etc/penah/secrets/keycloak.env")));
                }
                assertThat(ssh(door, "ssh -W 127.0.0.1:8181 %s@server")).contains("administratively prohibited");
                assertThat(ssh(door, "ssh %s@server id"))
                        .contains("not available")
                        .doesNotContain("uid=");
                try (Tunnel tunnel = new Tunnel(blocks.get(staff), door)) {
                    tunnel.isOpen();
                    assertThat(InstalledDesk.status(InstalledDesk.KEYCLOAK + "/admin/"))
                            .isEqualTo(404);
                    tips.putAll(desk.readAll(root, 5));
                }
            });
            assertThat(tips).containsOnlyKeys(MESSAGE, UPDATED, BACK, LATER, CUT);
            step("ring", () -> ring(server));
            step("somebody comes", () -> {
                somebodyComes(keys);
                bring(keys, server);
                server.run(CLONE, "./penah server keys import keys --forget");
            });
            assertThat(server.run(CLONE, HOLDERS))
                    .containsPattern("nigar +. threat +. +3")
                    .containsPattern("nigar +. threat +. +1");
            step(KILLS + " times Docker killed", () -> killDocker(server, network, programs));
            step(UPLOADS + " slow uploads", () -> uploadSlowly(server));
            step("disk full", () -> fillTheDisk(server, network));
            step("first epoch destroyed, backup", () -> {
                destroyTheFirstEpoch(server);
                server.run(CLONE, "./penah server backup");
            });
            step("machine lost, restored", () -> {
                loseTheMachine(server);
                bring(keys, server);
                restore(server, keys);
            });
            assertThat(server.run(CLONE, HOLDERS))
                    .containsPattern("leyla +. threat +. +2")
                    .doesNotContainPattern("threat +. +1");
            step("tip read there", () -> {
                try (Tunnel tunnel = new Tunnel(blocks.get(staff), door)) {
                    tunnel.isOpen();
                    assertThat(desk.readAgain(root, tips.get(LATER))).isEqualTo(LATER);
                }
            });
            step("tip to the same address", () -> send(network, MESSAGE));
            step("onion key replaced", () -> {
                server.run(CLONE, "./penah server rotate onion");
                foundAt(found("PENAH_ONION=(.*)", server.run(CLONE, "cat /etc/penah/env")), state);
                send(network, MESSAGE);
            });
        } finally {
            state.close();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void step(String name, Step step) throws Exception {
        Instant began = Instant.now();
        step.run();
        Duration took = Duration.between(began, Instant.now());
        System.out.printf(
                "install: %-40s %3d min %2d s, load %.1f%n",
                name,
                took.toMinutes(),
                took.toSecondsPart(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Where sources look from now on. */
    private static void foundAt(String address, State state) throws IOException {
        Files.writeString(state.folder("tor/service").resolve("hostname"), address);
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
    private void runOneDay(FreshDebian server, TorNetwork network, Path keys) throws Exception {
        for (String block : blocks("docs/operations.md", "## On one server")) {
            step(block.lines().findFirst().orElseThrow(), () -> {
                if (block.contains("restore.sh")) {
                    openElsewhere(server, keys, "$(ls -d /var/backups/penah/2* | tail -n 1)");
                    server.run(CLONE, IN_TRIAGE.formatted("truncate tip, journal cascade"));
                }
                if (block.contains("server open")) {
                    staysClosed(server);
                }
                if (block.contains("server update")) {
                    server.copy(release(network), CLONE);
                    server.run(CLONE, "mv release/release.pub /etc/penah/; mv release/* .");
                }
                System.out.println(server.run(CLONE, "export AGE_PASSPHRASE='%s'\n%s".formatted(BROUGHT, block)));
                if (block.contains("server update")) {
                    assertThat(images(server)).contains("penah/intake-service:" + NEWER);
                    send(network, UPDATED);
                }
                if (block.contains("server rollback")) {
                    assertThat(images(server)).doesNotContain(NEWER);
                    send(network, BACK);
                }
            });
        }
    }

    private static String images(FreshDebian server) throws IOException {
        return server.run(CLONE, "docker ps --format '{{.Image}}'");
    }

    /** This commit under another version, signed by a key for this alone. */
    private Path release(TorNetwork network) throws IOException {
        Path release = Files.createDirectory(folder.resolve("release"));
        FreshDebian.here(Command.of("bash", "-euo", "pipefail", "-c", """
                minisign -G -W -p release.pub -s ../release.key >/dev/null
                "$RELEASE" --trial "$PWD/../release.key" "$PWD/trial"
                tar -xzf trial/penah-trial.tar.gz
                rm -r trial
                mv penah-trial penah-$VERSION
                cd penah-$VERSION
                echo $VERSION > VERSION
                sed -i "s/:0\\.1\\.0$/:$VERSION/; s/^readonly version=.*/readonly version=$VERSION/" stack/compose.yaml stack/src/main/images/build
                printf '%s' "$LINES_OF_TORRC" | tee -a $TORRCS > /dev/null
                cd ..
                tar -czf penah-$VERSION.tar.gz penah-$VERSION
                rm -r penah-$VERSION
                sha256sum penah-$VERSION.tar.gz > SHA256SUMS
                minisign -S -s ../release.key -m SHA256SUMS -t "penah $VERSION" > /dev/null
                """)
                .in(release)
                .with("RELEASE", REPOSITORY.resolve(".ci/release").toString())
                .with("VERSION", NEWER)
                .with("LINES_OF_TORRC", network.membership())
                .with("TORRCS", String.join(" ", TORRCS)));
        return release;
    }

    /** By turns Docker alone, and the whole machine; nobody does anything afterwards. */
    private static void killDocker(FreshDebian server, TorNetwork network, Supervisor programs) throws Exception {
        for (int time = 1; time <= KILLS; time++) {
            boolean whole = time % 2 == 0;
            step(whole ? "power lost" : "dockerd killed", () -> {
                if (whole) {
                    server.losePower();
                } else {
                    server.killDocker();
                }
                findAgain(server, network, programs);
            });
        }
        await().atMost(FOUND)
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(doctor(server)).doesNotContain("does not run"));
    }

    /** By the same source, or else by one whose tor has just started: what is printed says whether it was the server. */
    private static void findAgain(FreshDebian server, TorNetwork network, Supervisor programs) throws IOException {
        try {
            await().atMost(FOUND_AGAIN)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> network.socks().answers(network.address()));
        } catch (ConditionTimeoutException late) {
            System.out.println(server.run(
                    CLONE,
                    "docker ps --all --format '{{.Names}} {{.Status}}'; docker logs --tail 20 penah-tor-1 2>&1"));
            programs.stop(network.source().name());
            programs.startAgain(network.source());
            System.out.println("install: found by a tor that has just started");
        }
    }

    /** The source is not told that anything was received, and no part of it reaches the desk. */
    private static void losePowerDuringAnUpload(FreshDebian server, TorNetwork network) throws IOException {
        try (Chromium chromium =
                Chromium.findBehindProxy(network.socks().port()).orElseThrow()) {
            Page page = filledIn(network, chromium, "I write while the power goes.");
            // As slow as Tor is: a minute and more, or it is all there before the power goes.
            CDPSession devtools = page.context().newCDPSession(page);
            devtools.send("Network.enable");
            devtools.send("Network.emulateNetworkConditions", slow());
            page.locator("input[type=file]")
                    .first()
                    .setInputFiles(new FilePayload("film", "application/octet-stream", new byte[40 << 20]));
            page.waitForRequest(
                    request -> request.method().equals("POST"),
                    // A click would wait until all of it is there.
                    () -> page.locator("form button[type=submit]").dispatchEvent("click"));
            server.losePower();
            // Chromium sends what was cut off again, once; it is closed before anybody could take it.
            assertThat(page.locator(".received").count()).isZero();
        }
        waitUntilItIsBack(server, network);
    }

    private static JsonObject slow() {
        JsonObject slow = new JsonObject();
        slow.addProperty("offline", false);
        slow.addProperty("latency", 0);
        slow.addProperty("downloadThroughput", -1);
        slow.addProperty("uploadThroughput", 512 << 10);
        return slow;
    }

    /** Until everything is there again, for which nobody does anything. */
    private static void losePower(FreshDebian server, TorNetwork network) throws IOException {
        server.losePower();
        waitUntilItIsBack(server, network);
    }

    private static void waitUntilItIsBack(FreshDebian server, TorNetwork network) {
        await().atMost(FOUND)
                .pollInterval(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(() -> network.socks().answers(network.address())
                        && !server.run(CLONE, "docker ps --format '{{.Status}}'")
                                .contains("starting"));
    }

    private static String doctor(FreshDebian server) throws IOException {
        return server.run(CLONE, "./penah doctor || true");
    }

    /** From the server itself, beside tor, so that no tor slows them down. */
    private static void uploadSlowly(FreshDebian server) throws IOException {
        String started = "docker inspect --format '{{.State.StartedAt}} {{.RestartCount}}' penah-intake-1";
        String before = server.run(CLONE, started);
        for (String what : List.of("file", "message")) {
            System.out.println(server.run(
                    CLONE,
                    "ulimit -n 20000; java stack/src/test/install/SlowUploads.java 172.16.85.2 8085 %d 60 %s"
                            .formatted(UPLOADS, what)));
            assertThat(server.run(CLONE, started)).isEqualTo(before);
        }
    }

    private static void fillTheDisk(FreshDebian server, TorNetwork network) throws Exception {
        server.run(CLONE, """
            fallocate --length "$(df --output=avail --block-size=1 /var/lib/docker | tail -n 1)" /var/lib/docker/full
            cat /dev/zero > /var/lib/docker/fuller || true
            """);
        await().atMost(PATIENCE).until(() -> doctor(server).contains("FormClosed"));
        assertThatThrownBy(() -> send(network, "I write while nothing can be kept."))
                .hasMessageContaining(".received");
        server.run(CLONE, "rm /var/lib/docker/full*");
        await().atMost(FOUND).until(() -> !doctor(server).contains("FormClosed"));
        send(network, "I write after the disk was full.");
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
            rm -rf /etc/penah /var/backups/penah /opt/penah keys
            """);
    }

    private static void restore(FreshDebian server, Path keys) throws IOException {
        openElsewhere(server, keys, "night");
        System.out.println(server.run(
                CLONE,
                "export PENAH_PASSPHRASE='%s'\n%s"
                        .formatted(
                                BROUGHT,
                                blocks("docs/operations.md", "### A server is lost")
                                        .get(0))));
        staysClosed(server);
        server.run(CLONE, blocks("docs/operations.md", "### A server is lost").get(1));
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

    private static void somebodyGoes(Path keys) throws IOException {
        atOnce(keys, "## Somebody goes");
    }

    private static void somebodyComes(Path keys) throws IOException {
        atOnce(keys, "## Somebody comes");
    }

    /** The next epoch begins today, and not on the page's day. */
    private static void atOnce(Path keys, String heading) throws IOException {
        at(
                keys.getParent(),
                String.join("\n", blocks("docs/key-ceremony.md", heading)).replaceAll("--from \\S+", ""));
    }

    /** With an alarm program that needs no network. */
    private static void ring(FreshDebian server) throws IOException {
        server.run(CLONE, """
            printf '#!/bin/sh\\ntouch /root/woken\\n' > /usr/local/bin/wake-somebody
            chmod 700 /usr/local/bin/wake-somebody
            ./penah server status --ring || true
            test -e /root/woken
            """);
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
            Page page = filledIn(network, chromium, message);
            page.locator("form button[type=submit]").click();
            page.locator(".received").waitFor();
        }
    }

    private static Page filledIn(TorNetwork network, Chromium chromium, String message) {
        Page page = chromium.page(false);
        // After tor has started again, it takes a while until its address is known, on each circuit.
        await().atMost(FOUND)
                .pollInSameThread()
                .ignoreExceptions()
                .until(() ->
                        page.navigate("http://" + network.address() + "/en/tip").status() == 200);
        page.locator("input[name=danger][value=none]").check();
        page.locator("input[name=topic][value=threat]").check();
        page.locator("textarea[name=message]").fill(message);
        assertThat(page.locator("input[name=receipt]").inputValue()).isNotBlank();
        // Nobody has filled the form in before that; see penah.form.minimum-age.
        page.waitForTimeout(4000);
        return page;
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
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(InstalledDesk::requireSignIn);
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
