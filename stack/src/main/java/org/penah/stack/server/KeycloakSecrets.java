package org.penah.stack.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.penah.stack.StackFailure;

/** Changes what Keycloak must be told: its administrator's password, and the secret of the desk. */
record KeycloakSecrets(Installation server) {

    static final String ADMIN = "keycloak-admin";
    static final String CLIENT = "keycloak-triage-client";

    private static final String USER_VARIABLE = "KC_BOOTSTRAP_ADMIN_USERNAME";
    private static final String PASSWORD_VARIABLE = "KC_BOOTSTRAP_ADMIN_PASSWORD";
    /** As in compose.yaml. */
    private static final String PORT = "8181";

    void replaceClientSecret() throws IOException {
        KeycloakAdmin admin = admin();
        Path next = next(CLIENT);
        String secret = Files.readString(next);
        admin.setClientSecret(secret);
        setVariable("PENAH_TRIAGE_SECRET", secret);
        Path file = secrets().resolve(CLIENT);
        Installation.write(file, secret, Files.getPosixFilePermissions(file));
        server.restart("keycloak");
        server.restart("triage");
        Files.delete(next);
    }

    void replacePassword() throws IOException {
        Optional<KeycloakAdmin> admin = signIn(variable(PASSWORD_VARIABLE));
        if (admin.isEmpty() && Files.exists(server.next(ADMIN))) {
            // After an interruption Keycloak knows the next one already.
            admin = signIn(Files.readString(server.next(ADMIN)));
        }
        KeycloakAdmin known = admin.orElseThrow(this::refused);
        Path next = next(ADMIN);
        String password = Files.readString(next);
        known.setPassword(variable(USER_VARIABLE), password);
        setVariable(PASSWORD_VARIABLE, password);
        server.restart("keycloak");
        Files.delete(next);
    }

    /** @throws StackFailure if the password of the settings is not the administrator's */
    KeycloakAdmin admin() throws IOException {
        return signIn(variable(PASSWORD_VARIABLE)).orElseThrow(this::refused);
    }

    private StackFailure refused() {
        return new StackFailure(
                "Keycloak refuses the administrator of %s. If somebody has changed that password there, write it into this file, and repeat this."
                        .formatted(variables()));
    }

    private Optional<KeycloakAdmin> signIn(String password) throws IOException {
        String port = server.setting("PENAH_KEYCLOAK_ADMIN_PORT").orElse(PORT);
        return KeycloakAdmin.signIn(URI.create("http://127.0.0.1:" + port), variable(USER_VARIABLE), password);
    }

    void setVariable(String name, String value) throws IOException {
        Installation.write(
                variables(),
                Files.readString(variables()).replaceAll("(?m)^" + name + "=.*$", name + "=" + value),
                Files.getPosixFilePermissions(variables()));
    }

    private String variable(String name) throws IOException {
        return Files.readString(variables())
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new StackFailure("%s has no %s. Nothing was changed.".formatted(variables(), name)));
    }

    private Path next(String name) throws IOException {
        Path next = server.next(name);
        if (!Files.exists(next)) {
            Installation.write(next, Rotation.password(), Files.getPosixFilePermissions(variables()));
        }
        return next;
    }

    private Path variables() {
        return secrets().resolve("keycloak.env");
    }

    private Path secrets() {
        return server.home().resolve("secrets");
    }
}
