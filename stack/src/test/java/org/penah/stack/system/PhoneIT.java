package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.Stack;
import org.penah.stack.process.Jvm;
import org.penah.stack.state.Port;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;
import org.penah.stack.tor.Socks;
import org.penah.stack.tor.TorNetwork;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** A partner's duty officer answers an alert on a phone, through real circuits and with a key of their own. */
@ExtendWith(RunningStack.class)
class PhoneIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private static final Path JAR =
            Path.of("../partner-kit/target/penah-partner.jar").toAbsolutePath().normalize();
    private static final Path GUIDE = Path.of("../docs/partners.md");

    /** The logs of both tors and of the receiver say why, if it fails. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final List<Process> running = new ArrayList<>();
    private final int forPhones = FreePort.find();
    private Stack stack;

    /** The demo's partner, as it is, with a page for phones. */
    @BeforeEach
    void serve(Stack stack) throws IOException {
        this.stack = stack;
        Programs.orSkip(stack.tor(), "tor");
        stack.kill("partner");
        start(
                "receive",
                kit("receive", "--port=" + stack.ports().of(Port.PARTNER), "--page=0", "--phone=" + forPhones));
    }

    @AfterEach
    void stop() {
        for (Process program : running) {
            program.destroy();
            program.onExit().join();
        }
        if (!running.isEmpty()) {
            stack.startAgain("partner");
        }
    }

    @Test
    void anAlertIsAcknowledgedOnAPhoneThroughTorByWhoHasTheKeyAndTheCode() throws Exception {
        // Given a person, the partner's tor, and the person's tor with their key
        String said = kit("phone", "add", "mara").succeed();
        String code = find(said, "mara {2}([a-z2-9-]+)");
        String onion = openOnion();
        Socks withKey = torOfPhone(onion, find(said, "browser: +([A-Z2-7]{52})"));
        Witness witness = new Witness(stack);

        // When a source reports danger
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Source.Form form = source.openForm();
        source.send(form, Tip.ofDanger("They wait at my door.", List.of()));
        String alert = witness.onlyAlert();

        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            withKey.connect(onion, "ready").close();
            return true;
        });

        // And the person opens the page, types a wrong code, then the right one
        try (Firefox phone = Firefox.startOrSkip(Files.createDirectory(folder.resolve("profile")), withKey.port())) {
            phone.shrinkPages(360, 640);
            phone.open("http://" + onion + "/");
            assertThat(phone.text("label[for=name]")).isEqualTo("Your name");
            picture(phone, "1-door");
            enter(phone, "abcd-efgh-jkmn");
            phone.waitFor("#wrong");
            picture(phone, "2-wrong");
            enter(phone, code);
            String card = "#a" + alert;
            phone.waitFor(card);
            assertThat(phone.text(card)).contains("Somebody may be in physical danger");
            picture(phone, "3-alert");
            phone.click(card + " button[value=acknowledge]");
            phone.waitFor(card + " .given");
            picture(phone, "4-acknowledged");

            // Then the page says once Penah knows, and so does the source's
            await().atMost(PATIENCE)
                    .pollInterval(BETWEEN_LOOKS)
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        phone.click(".again");
                        phone.waitFor(card + " .given");
                        assertThat(phone.text(card + " .given")).contains("Penah knows it.", "mara, by phone.");
                    });
            picture(phone, "5-known");
            await().atMost(PATIENCE)
                    .pollInterval(BETWEEN_LOOKS)
                    .untilAsserted(
                            () -> assertThat(source.comeBack(form).body()).contains("has answered us about the alert"));
            assertThat(kit("inbox").succeed()).contains("with acknowledge", "(mara, by phone)");

            // And nobody who was removed is let in, nor finds the page without a key
            kit("phone", "remove", "mara").succeed();
            phone.click(".again");
            phone.waitFor("#name");
            picture(phone, "6-removed");
        }
        Socks withoutKey = network().socks();
        assertThatThrownBy(() -> withoutKey.connect(onion, "stranger").close()).isInstanceOf(IOException.class);
    }

    private static void enter(Firefox phone, String code) throws IOException {
        if (phone.value("#name").isEmpty()) {
            phone.type("#name", "mara");
        }
        phone.type("#code", code);
        phone.click(".sign-in button");
    }

    /** The partner's tor, as the guide says; answers the page's address. */
    private String openOnion() throws IOException {
        Path service = privateFolder("service");
        Files.move(
                stack.state().folder("partner").resolve("phone/authorized_clients"),
                service.resolve("authorized_clients"));
        String lines = Pattern.compile("^```torrc\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(block -> block.contains("penah-phone"))
                .findFirst()
                .orElseThrow()
                .replace("/var/lib/tor/penah-phone", service.toString())
                .replace("8095", Integer.toString(forPhones));
        start("partnerstor", Command.prepared(network().other("partnerstor", lines)));
        Path address = service.resolve("hostname");
        await().atMost(PATIENCE).until(() -> Files.exists(address));
        return Files.readString(address).strip();
    }

    /** What Orbot does with a key. */
    private Socks torOfPhone(String onion, String key) throws IOException {
        Path keys = privateFolder("keys");
        Files.writeString(
                keys.resolve("mara.auth_private"), onion.replace(".onion", "") + ":descriptor:x25519:" + key + "\n");
        int port = FreePort.find();
        start("phonestor", Command.prepared(network().client("phonestor", port, keys)));
        return new Socks(port);
    }

    private Path privateFolder(String name) throws IOException {
        return Files.createDirectory(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private TorNetwork network() {
        return Programs.orSkip(stack.tor(), "tor");
    }

    private Command kit(String command, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("-jar", JAR.toString(), command));
        words.addAll(List.of(arguments));
        words.add("--dir=" + stack.state().folder("partner"));
        words.add("--penah=" + stack.partner().credentialsFolder().resolve("safe-house.json"));
        return Command.prepared(Jvm.command(folder.resolve("tmp"), Map.of(), words));
    }

    private void start(String name, Command program) {
        running.add(program.output(folder.resolve(name + ".log")).start());
    }

    private static String find(String text, String what) {
        return Pattern.compile(what)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(text));
    }

    /** With {@code -Dscreenshots=FOLDER}: for people to look at. */
    private static void picture(Firefox phone, String name) throws IOException {
        String pictures = System.getProperty("screenshots");
        if (pictures != null) {
            Files.write(Path.of(pictures, "firefox-phone-" + name + ".png"), phone.picture());
        }
    }
}
