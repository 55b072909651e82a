package org.penah.stack;

import static org.penah.stack.process.Program.StopSignal.TERM;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.keys.DemoKeys;
import org.penah.stack.partner.DemoCanary;
import org.penah.stack.partner.DemoPartner;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Jvm;
import org.penah.stack.process.Program;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;
import org.penah.stack.tor.TorNetwork;

/** Starts the three services: each gets its own credentials in its environment, and nobody else's. */
final class Services {

    static final Set<String> NAMES = Set.of("intake", "triage", "notify");

    private static final String READY = "/q/health/ready";

    private final Repository repository;
    private final State state;
    private final Ports ports;
    private final DemoKeys keys;
    private final DemoPartner partner;
    private final DemoCanary canary;
    private final Optional<TorNetwork> tor;
    private final Set<String> inDevMode;
    private final Databases databases;

    Services(
            Repository repository,
            State state,
            Ports ports,
            DemoKeys keys,
            DemoPartner partner,
            DemoCanary canary,
            Optional<TorNetwork> tor,
            Set<String> inDevMode) {
        this.repository = repository;
        this.state = state;
        this.ports = ports;
        this.keys = keys;
        this.partner = partner;
        this.canary = canary;
        this.tor = tor;
        this.inDevMode = inDevMode;
        this.databases = new Databases(state, ports.of(Port.POSTGRES));
    }

    Program intake() {
        return new Program(
                "intake",
                tor.isPresent()
                        ? List.of(Port.INTAKE, Port.INTAKE_MANAGEMENT, Port.INTAKE_ONION)
                        : List.of(Port.INTAKE, Port.INTAKE_MANAGEMENT),
                ports.url(Port.INTAKE) + "/en/tip",
                tor.isPresent() ? Set.of("postgres", "broker", TorNetwork.ONION) : Set.of("postgres", "broker"),
                () -> command("intake"),
                Ready.http(ports.url(Port.INTAKE_MANAGEMENT) + READY),
                TERM);
    }

    private Map<String, String> intakeSettings() throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "penah.keys.manifest", keys.folder().resolve("keys.json").toString(),
                "penah.keys.root", keys.folder().resolve("root.pub").toString(),
                "penah.blobs.directory", state.folder("blobs").toString(),
                "penah.form.secret", secret("intake-form"),
                "penah.tips.canary-mailbox", canary.mailbox(),
                // Programs fill in the form here, faster than people.
                "penah.form.minimum-age", "0s",
                // All share the name localhost here, so a browser brings the desk's cookies along.
                "penah.edge.refuse-cookies", "false"));
        if (tor.isPresent()) {
            settings.put("penah.onion-listener.port", Integer.toString(ports.of(Port.INTAKE_ONION)));
            settings.put("penah.onion", tor.get().address());
        }
        return settings;
    }

    Program triage() {
        return new Program(
                "triage",
                List.of(Port.TRIAGE, Port.TRIAGE_MANAGEMENT),
                ports.url(Port.TRIAGE),
                Set.of("postgres", "broker", "keycloak"),
                () -> command("triage"),
                Ready.http(ports.url(Port.TRIAGE_MANAGEMENT) + READY),
                TERM);
    }

    private Map<String, String> triageSettings() throws IOException {
        return Map.of(
                "penah.keycloak.origin", ports.url(Port.KEYCLOAK),
                "quarkus.oidc.credentials.secret", secret(Keycloak.CLIENT_SECRET),
                "quarkus.oidc.token-state-manager.encryption-secret", secret("triage-session"),
                "penah.keyring.import-directory", keys.folder().toString(),
                "penah.keyring.root", keys.folder().resolve("root.pub").toString(),
                "penah.keyring.epoch-locks", state.folder("epoch-locks").toString(),
                "penah.keys.manifest", keys.folder().resolve("keys.json").toString(),
                "penah.blobs.directory", state.folder("blobs").toString());
    }

    Program notifier() {
        return new Program(
                "notify",
                List.of(Port.NOTIFY, Port.NOTIFY_MANAGEMENT),
                ports.url(Port.NOTIFY),
                Set.of("postgres", "broker"),
                () -> command("notify"),
                Ready.http(ports.url(Port.NOTIFY_MANAGEMENT) + READY),
                TERM);
    }

    private Map<String, String> notifySettings() throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "penah.partners.import-file",
                partner.introduce().toString(),
                "penah.partners.export-directory",
                partner.credentialsFolder().toString(),
                "penah.partners.wrapping-secret",
                secret("notify-wrapping"),
                "penah.partners.acknowledgement-url",
                ports.url(Port.NOTIFY) + "/partner/acknowledgements",
                // The shortest that there is: who looks at a demo should not wait.
                "penah.slots.length",
                "5s",
                "penah.canary.every",
                "20s",
                "penah.egress.allow-loopback",
                "true"));
        if (tor.isPresent()) {
            settings.put("penah.egress.tor-host", "127.0.0.1");
            settings.put("penah.egress.tor-port", Integer.toString(ports.of(Port.TOR_SOCKS)));
        }
        return settings;
    }

    private ProcessBuilder command(String name) throws IOException {
        migrate(name);
        Map<String, String> environment = new HashMap<>();
        settings(name).forEach((setting, value) -> environment.put(variable(setting), value));
        return inDevMode.contains(name)
                ? new DevMode(repository, state).command(name, environment)
                : Jvm.command(
                        state.folder("tmp").resolve(name),
                        environment,
                        List.of("-jar", jar(name).toString()));
    }

    /** Brings its database to the schema of what was built. */
    void migrate(String name) throws IOException {
        databases.migrate(name, jar(name).resolveSibling(""));
    }

    /** As MicroProfile Config spells a setting in the environment. */
    private static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /**
     * Leaves a service's settings where {@code mvn -pl <name>-service quarkus:dev} looks for them; the parent pom
     * names the file.
     */
    void leaveForDevMode(String name) throws IOException {
        StringBuilder lines = new StringBuilder();
        settings(name)
                .forEach((setting, value) ->
                        lines.append(setting).append('=').append(value).append('\n'));
        state.writePrivately(state.folder("dev").resolve(name + "-service.properties"), lines.toString());
    }

    private Map<String, String> settings(String name) throws IOException {
        return switch (name) {
            case "intake" -> with(common(name, Port.INTAKE, Port.INTAKE_MANAGEMENT), intakeSettings());
            case "triage" -> with(common(name, Port.TRIAGE, Port.TRIAGE_MANAGEMENT), triageSettings());
            case "notify" -> with(common(name, Port.NOTIFY, Port.NOTIFY_MANAGEMENT), notifySettings());
            default -> throw new IllegalArgumentException("there is no service " + name);
        };
    }

    private static Map<String, String> with(Map<String, String> common, Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(common);
        all.putAll(own);
        return all;
    }

    private Map<String, String> common(String name, Port port, Port management) {
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("quarkus.http.port", Integer.toString(ports.of(port))),
                Map.entry("quarkus.management.port", Integer.toString(ports.of(management))),
                Map.entry("quarkus.datasource.reactive.url", databases.url(name)),
                Map.entry("quarkus.datasource.username", name),
                Map.entry("quarkus.datasource.password", secret(Databases.secretOf(name))),
                Map.entry("amqp-host", "127.0.0.1"),
                Map.entry("amqp-port", Integer.toString(ports.of(Port.BROKER))),
                Map.entry("amqp-username", name),
                Map.entry("amqp-password", secret("broker-" + name)),
                Map.entry("penah.events.key", state.secrets().eventKey(name).reveal())));
        for (String sender : NAMES) {
            if (!sender.equals(name)) {
                settings.put("penah.events.from." + sender, state.secrets().eventKeyPublic(sender));
            }
        }
        return settings;
    }

    private Path jar(String name) {
        return repository.built(name + "-service/target/quarkus-app/quarkus-run.jar");
    }

    private String secret(String name) {
        return state.secrets().get(name).reveal();
    }
}
