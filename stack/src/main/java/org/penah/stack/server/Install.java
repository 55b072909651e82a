package org.penah.stack.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms.Input;

/**
 * Makes a machine a server, once Docker and our images are there. It makes only what is missing: after an interruption, the same command
 * goes on.
 */
final class Install {

    private static final List<String> ZONES = List.of("intake", "triage", "notify");
    /** Of the users in containers, as in compose.yaml. */
    private static final String CANARY = "10004:10004";

    private static final String ONION = "PENAH_ONION";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The first three numbers of an address in a private range. */
    private static final Pattern NETWORK = Pattern.compile(
            "(10\\.%1$s|172\\.(1[6-9]|2\\d|3[01])|192\\.168)\\.%1$s".formatted("(25[0-5]|2[0-4]\\d|1?\\d?\\d)"));

    private final Installation server;
    private final KeyImport keyImport;
    private final Units units;
    private final PrintWriter out;

    Install(Installation server, KeyImport keyImport, Units units, PrintWriter out) {
        this.server = server;
        this.keyImport = keyImport;
        this.units = units;
        this.out = out;
    }

    /**
     * The form is open afterwards, unless somebody had closed it.
     *
     * @param keys the ceremony's folder; its copies of private keys are destroyed
     * @param network the first three numbers of the addresses at which tor reaches the services
     */
    void run(Path keys, String network) throws IOException {
        if (!NETWORK.matcher(network).matches()) {
            throw new StackFailure("%s is no network like 172.16.85. Nothing was changed.".formatted(network));
        }
        ServerLock.take(server.lockFile(), "an installation").during(() -> make(keys, network));
    }

    private void make(Path keys, String network) throws IOException {
        if (Files.exists(server.restoring())) {
            throw new StackFailure("a restore to this machine was interrupted: repeat that. Nothing was changed.");
        }
        requireImages();
        if (!server.has("triage")) {
            keyImport.requireWhole(keys);
        }
        folder(server.home(), "rwx------");
        folder(secrets(), "rwxr-xr-x");
        keyImport.bring(keys, false);
        writeUnits();
        makeSecrets();
        makeCanary();
        ClosedForm form = new ClosedForm(server);
        if (server.setting(ONION).isEmpty() && !form.isClosed()) {
            form.closeForInstallation();
        }
        start(network);
        keyImport.bring(keys, true);
        // Until here nobody at the desk need have a key that the form would seal to.
        if (server.isInstalling()) {
            form.open();
        }
        say(
                "Everything runs. The onion address is in %s; Keycloak's first password is in %s.",
                server.settings(), keycloak());
    }

    private void requireImages() throws IOException {
        String image = new OneOff(server).image("canary");
        if (server.docker(List.of("images", "--quiet", image)).isBlank()) {
            throw new StackFailure(
                    "%s is missing: mvn -Pimages package makes it (docs/install.md). Nothing was changed."
                            .formatted(image));
        }
    }

    private void writeUnits() throws IOException {
        if (units.isPossible()) {
            units.write();
            say("systemd keeps neighbours out, looks at this server every five minutes, and backs it up every night.");
        } else {
            say("systemd does not run here, so nothing looks at this server, and nothing backs it up, by itself.");
        }
    }

    private void makeSecrets() throws IOException {
        List<String> random = new ArrayList<>(List.of(
                "postgres-keycloak",
                "postgres-keycloak-owner",
                "intake-form",
                "keycloak-triage-client",
                "triage-session",
                "notify-wrapping"));
        for (String zone : ZONES) {
            random.addAll(List.of("postgres-" + zone, "postgres-" + zone + "-owner", "broker-" + zone));
        }
        for (String name : random) {
            if (!Files.exists(secrets().resolve(name))) {
                write(secrets().resolve(name), Rotation.password());
            }
        }
        for (String zone : ZONES) {
            makeEventKey("events-" + zone);
        }
        if (!Files.exists(keycloak())) {
            write(keycloak(), """
                    KC_DB_PASSWORD=%s
                    PENAH_TRIAGE_SECRET=%s
                    KC_BOOTSTRAP_ADMIN_USERNAME=admin
                    KC_BOOTSTRAP_ADMIN_PASSWORD=%s
                    """.formatted(
                            Files.readString(secrets().resolve("postgres-keycloak-owner")),
                            Files.readString(secrets().resolve("keycloak-triage-client")),
                            Rotation.password()));
        }
        Path realm = server.home().resolve("realm.json");
        if (!Files.exists(realm)) {
            Path shipped = server.composition().resolveSibling("../k8s/keycloak/penah-realm.json");
            // Staff come through an onion or ssh, to this machine alone.
            write(
                    realm,
                    Files.readString(shipped).replace("\"sslRequired\": \"all\"", "\"sslRequired\": \"external\""));
        }
        say("Passwords and keys are in %s.", secrets());
    }

    /** The private half last, so that where it lies both do. */
    private void makeEventKey(String name) throws IOException {
        Path file = secrets().resolve(name);
        if (Files.exists(file)) {
            return;
        }
        EventKey made = EventKey.make();
        write(secrets().resolve(name + "-public"), made.publicKey());
        write(file, made.key().reveal());
    }

    /** Profile and receipt of the canary; of half of a profile there is nothing to keep. */
    private void makeCanary() throws IOException {
        Path canary = folder(server.home().resolve("canary"), "rwxr-xr-x");
        for (String owned : List.of("credentials", "partner")) {
            run(List.of(
                    "chown", CANARY, folder(canary.resolve(owned), "rwx------").toString()));
        }
        Path partners = canary.resolve("partners.json");
        if (!Files.exists(partners)) {
            Path home = canary.resolve("partner/home");
            if (Files.exists(home)) {
                Folders.delete(home);
            }
            new OneOff(server)
                    .init(
                            CANARY,
                            canary.resolve("partner") + ":/partner",
                            "partner-kit",
                            "--dir=/partner/home",
                            "--name=canary",
                            "--url=http://canary-partner:8086/alerts");
            ObjectNode profile =
                    (ObjectNode) JSON.readTree(home.resolve("profile.json").toFile());
            write(
                    partners,
                    JSON.createArrayNode().add(profile.put("canary", true)).toString());
        }
        new CanaryReceipt(server).makeFirst();
        say("The canary has its receipt.");
    }

    /** tor makes the address when it starts for the first time. */
    private void start(String network) throws IOException {
        server.set(CanaryReceipt.SETTING, Files.readString(new CanaryReceipt(server).mailbox()));
        if (server.setting(ONION).isEmpty()) {
            server.set("PENAH_ONION_NETWORK", network);
            run(server.up("up", "--detach", "tor"));
            server.set(ONION, new OnionKey(server).address());
        } else if (!server.setting("PENAH_ONION_NETWORK").equals(Optional.of(network))) {
            say("The network of %s stays as it is.", server.settings());
        }
        run(server.up("up", "--detach", "--wait"));
    }

    private Path secrets() {
        return server.home().resolve("secrets");
    }

    private Path keycloak() {
        return secrets().resolve("keycloak.env");
    }

    private static Path folder(Path folder, String permissions) throws IOException {
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    /** So that what is there is never a half. */
    private static void write(Path file, String text) throws IOException {
        Installation.write(file, text, Installation.READABLE);
    }

    private void run(List<String> command) throws IOException {
        if (server.programs().run(command, Input.NONE) != 0) {
            throw new StackFailure("%s failed. %s".formatted(String.join(" ", command), OneOff.AGAIN));
        }
    }

    private void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
