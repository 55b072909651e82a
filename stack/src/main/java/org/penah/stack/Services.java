package org.penah.stack;

import static org.penah.stack.process.Program.StopSignal.TERM;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Jvm;
import org.penah.stack.process.Program;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;

/** The three services: each gets its own credentials in its environment, and nobody else's. */
final class Services {

    private final Repository repository;
    private final State state;
    private final Ports ports;
    private final Set<String> inDevMode;

    Services(Repository repository, State state, Ports ports, Set<String> inDevMode) {
        this.repository = repository;
        this.state = state;
        this.ports = ports;
        this.inDevMode = inDevMode;
    }

    Program intake() {
        return service(
                "intake",
                Port.INTAKE,
                Port.INTAKE_MANAGEMENT,
                "/en/tip",
                Set.of("postgres", "broker"),
                Map.of(
                        "PENAH_KEYS_MANIFEST",
                                state.folder("keys").resolve("keys.json").toString(),
                        "PENAH_KEYS_ROOT",
                                state.folder("keys").resolve("root.pub").toString(),
                        "PENAH_BLOBS_DIRECTORY", state.folder("blobs").toString(),
                        // All share the name localhost here, so a browser brings the desk's cookies along.
                        "PENAH_EDGE_REFUSE_COOKIES", "false"));
    }

    Program triage() {
        return service(
                "triage",
                Port.TRIAGE,
                Port.TRIAGE_MANAGEMENT,
                "/",
                Set.of("postgres", "broker", "keycloak"),
                Map.of(
                        "PENAH_KEYCLOAK_ORIGIN", ports.url(Port.KEYCLOAK),
                        "QUARKUS_OIDC_CREDENTIALS_SECRET", secret(Keycloak.CLIENT_SECRET),
                        "QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET", secret("triage-session"),
                        "PENAH_KEYRING_IMPORT_DIRECTORY", state.folder("keys").toString(),
                        "PENAH_BLOBS_DIRECTORY", state.folder("blobs").toString()));
    }

    Program notifier() {
        return service(
                "notify",
                Port.NOTIFY,
                Port.NOTIFY_MANAGEMENT,
                "/",
                Set.of("postgres", "broker"),
                Map.of(
                        "PENAH_PARTNERS_IMPORT_FILE",
                                state.folder("partner").resolve("partners.json").toString(),
                        "PENAH_PARTNERS_EXPORT_DIRECTORY",
                                state.folder("partner").toString(),
                        "PENAH_PARTNERS_WRAPPING_SECRET", secret("notify-wrapping"),
                        "PENAH_PARTNERS_ACKNOWLEDGEMENT_URL", ports.url(Port.NOTIFY) + "/partner/acknowledgements",
                        "PENAH_EGRESS_ALLOW_LOOPBACK", "true"));
    }

    private Program service(
            String name, Port port, Port management, String path, Set<String> needs, Map<String, String> own) {
        Map<String, String> environment = new HashMap<>(own);
        environment.putAll(common(name, port, management));
        Program.Start start = inDevMode.contains(name)
                ? () -> new DevMode(repository, state).command(name, environment)
                : () -> jar(name, environment);
        return new Program(
                name,
                List.of(port, management),
                ports.url(port) + path,
                needs,
                start,
                Ready.http(ports.url(management) + "/q/health/ready"),
                TERM);
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
