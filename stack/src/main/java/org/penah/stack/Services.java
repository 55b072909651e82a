package org.penah.stack;

import static org.penah.stack.process.Program.StopSignal.TERM;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.keys.DemoKeys;
import org.penah.stack.partner.DemoPartner;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Jvm;
import org.penah.stack.process.Program;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;

/** The three services: each gets its own credentials in its environment, and nobody else's. */
final class Services {

    private static final String READY = "/q/health/ready";

    private final Repository repository;
    private final State state;
    private final Ports ports;
    private final DemoKeys keys;
    private final DemoPartner partner;
    private final Set<String> inDevMode;

    Services(
            Repository repository,
            State state,
            Ports ports,
            DemoKeys keys,
            DemoPartner partner,
            Set<String> inDevMode) {
        this.repository = repository;
        this.state = state;
        this.ports = ports;
        this.keys = keys;
        this.partner = partner;
        this.inDevMode = inDevMode;
    }

    Program intake() {
        return new Program(
                "intake",
                List.of(Port.INTAKE, Port.INTAKE_MANAGEMENT),
                ports.url(Port.INTAKE) + "/en/tip",
                Set.of("postgres", "broker"),
                () -> command("intake", Port.INTAKE, Port.INTAKE_MANAGEMENT, intakeSettings()),
                Ready.http(ports.url(Port.INTAKE_MANAGEMENT) + READY),
                TERM);
    }

    private Map<String, String> intakeSettings() throws IOException {
        return Map.of(
                "PENAH_KEYS_MANIFEST", keys.folder().resolve("keys.json").toString(),
                "PENAH_KEYS_ROOT", keys.folder().resolve("root.pub").toString(),
                "PENAH_BLOBS_DIRECTORY", state.folder("blobs").toString(),
                // All share the name localhost here, so a browser brings the desk's cookies along.
                "PENAH_EDGE_REFUSE_COOKIES", "false");
    }

    Program triage() {
        return new Program(
                "triage",
                List.of(Port.TRIAGE, Port.TRIAGE_MANAGEMENT),
                ports.url(Port.TRIAGE),
                Set.of("postgres", "broker", "keycloak"),
                () -> command("triage", Port.TRIAGE, Port.TRIAGE_MANAGEMENT, triageSettings()),
                Ready.http(ports.url(Port.TRIAGE_MANAGEMENT) + READY),
                TERM);
    }

    private Map<String, String> triageSettings() throws IOException {
        return Map.of(
                "PENAH_KEYCLOAK_ORIGIN", ports.url(Port.KEYCLOAK),
                "QUARKUS_OIDC_CREDENTIALS_SECRET", secret(Keycloak.CLIENT_SECRET),
                "QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET", secret("triage-session"),
                "PENAH_KEYRING_IMPORT_DIRECTORY", keys.folder().toString(),
                "PENAH_BLOBS_DIRECTORY", state.folder("blobs").toString());
    }

    Program notifier() {
        return new Program(
                "notify",
                List.of(Port.NOTIFY, Port.NOTIFY_MANAGEMENT),
                ports.url(Port.NOTIFY),
                Set.of("postgres", "broker"),
                () -> command("notify", Port.NOTIFY, Port.NOTIFY_MANAGEMENT, notifySettings()),
                Ready.http(ports.url(Port.NOTIFY_MANAGEMENT) + READY),
                TERM);
    }

    private Map<String, String> notifySettings() throws IOException {
        return Map.of(
                "PENAH_PARTNERS_IMPORT_FILE", partner.introduce().toString(),
                "PENAH_PARTNERS_EXPORT_DIRECTORY", partner.handOverFolder().toString(),
                "PENAH_PARTNERS_WRAPPING_SECRET", secret("notify-wrapping"),
                "PENAH_PARTNERS_ACKNOWLEDGEMENT_URL", ports.url(Port.NOTIFY) + "/partner/acknowledgements",
                "PENAH_EGRESS_ALLOW_LOOPBACK", "true");
    }

    private ProcessBuilder command(String name, Port port, Port management, Map<String, String> own)
            throws IOException {
        Map<String, String> environment = new HashMap<>(own);
        environment.putAll(common(name, port, management));
        return inDevMode.contains(name)
                ? new DevMode(repository, state).command(name, environment)
                : jar(name, environment);
    }

    private Map<String, String> common(String name, Port port, Port management) {
        String database = "postgresql://127.0.0.1:" + ports.of(Port.POSTGRES) + "/" + name;
        return Map.ofEntries(
                Map.entry("QUARKUS_HTTP_PORT", Integer.toString(ports.of(port))),
                Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.of(management))),
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + database),
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", database),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", name),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", secret(Databases.secretOf(name))),
                Map.entry("QUARKUS_FLYWAY_USERNAME", name + "_owner"),
                Map.entry("QUARKUS_FLYWAY_PASSWORD", secret(Databases.secretOf(name + "_owner"))),
                Map.entry("AMQP_HOST", "127.0.0.1"),
                Map.entry("AMQP_PORT", Integer.toString(ports.of(Port.BROKER))),
                Map.entry("AMQP_USERNAME", name),
                Map.entry("AMQP_PASSWORD", secret("broker-" + name)));
    }

    private ProcessBuilder jar(String name, Map<String, String> environment) throws IOException {
        String jar = repository
                .built(name + "-service/target/quarkus-app/quarkus-run.jar")
                .toString();
        return Jvm.command(state.folder("tmp").resolve(name), environment, List.of("-jar", jar));
    }

    private String secret(String name) {
        return state.secrets().get(name).reveal();
    }
}
