package org.penah.stack.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.penah.stack.StackFailure;
import org.penah.stack.process.Jvm;
import org.penah.stack.process.Progress;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.Secrets;
import org.penah.stack.state.State;
import org.penah.testbed.keycloak.KeycloakDistribution;

/** Prepares the sign-in server of the demo, and says how it is started. */
public final class Keycloak {

    public static final String CLIENT_SECRET = "keycloak-triage-client";
    public static final String DEMO_PASSWORD = "demo-password";

    private final KeycloakDistribution distribution;
    private final Path realm;
    private final State state;
    private final Ports ports;
    private final Progress progress;

    /** @param realm the realm file that is imported if the realm does not exist yet */
    public Keycloak(KeycloakDistribution distribution, Path realm, State state, Ports ports, Progress progress) {
        this.distribution = distribution;
        this.realm = realm;
        this.state = state;
        this.ports = ports;
        this.progress = progress;
    }

    /** Prepares what is missing and returns the command that serves until TERM. */
    public ProcessBuilder prepare() throws IOException {
        buildOnce();
        Path home = state.folder("keycloak");
        distribution.layOut(home, Map.of("penah", Files.readString(realm)));
        Secrets secrets = state.secrets();
        Map<String, String> environment = Map.of(
                "PENAH_TRIAGE_URL", ports.url(Port.TRIAGE),
                "PENAH_TRIAGE_SECRET", secrets.get(CLIENT_SECRET).reveal(),
                "PENAH_DEMO_PASSWORD", secrets.getTyped(DEMO_PASSWORD).reveal());
        return Jvm.command(
                state.folder("tmp").resolve("keycloak"),
                environment,
                distribution.start(home, ports.of(Port.KEYCLOAK)));
    }

    private void buildOnce() {
        try {
            if (!distribution.isBuilt()) {
                progress.step("keycloak  preparing itself, once (about half a minute)");
                distribution.buildOnce();
            }
        } catch (IOException | AssertionError cannot) {
            throw new StackFailure("Keycloak cannot prepare itself: " + cannot.getMessage(), cannot);
        }
    }
}
