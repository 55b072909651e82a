package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.keycloak.Keycloak;

/** A real Keycloak with the realm of an installed server is told; Docker here notes what starts again, and plays the onion's tor. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class KeycloakSecretsTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String FIRST = "a first password";

    @TempDir
    static Path log;

    @TempDir
    Path folder;

    private static Keycloak keycloak;
    /** The state of the server that all tests share. */
    private static String password = FIRST;

    private static String clientSecret = "the first secret";

    private Path secrets;
    private FakePrograms programs;

    @BeforeAll
    static void start() throws IOException {
        String realm = Files.readString(REPOSITORY.resolve("k8s/keycloak/penah-realm.json"))
                .replace("\"sslRequired\": \"all\"", "\"sslRequired\": \"external\"");
        keycloak = new Keycloak(
                REPOSITORY,
                Map.of("penah", realm),
                Map.of(
                        "PENAH_TRIAGE_URL",
                        "http://localhost:8082",
                        "PENAH_TRIAGE_SECRET",
                        clientSecret,
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        FIRST),
                log.resolve("keycloak.log"));
    }

    @BeforeEach
    void a_server() throws IOException {
        secrets = Files.createDirectories(folder.resolve("etc/secrets"));
        Files.writeString(secrets.resolve("keycloak-triage-client"), clientSecret);
        Files.writeString(secrets.resolve("keycloak.env"), """
                KC_DB_PASSWORD=database
                PENAH_TRIAGE_SECRET=%s
                KC_BOOTSTRAP_ADMIN_USERNAME=admin
                KC_BOOTSTRAP_ADMIN_PASSWORD=%s
                """.formatted(clientSecret, password));
        Files.writeString(
                folder.resolve("etc/env"),
                "PENAH_KEYCLOAK_ADMIN_PORT=%d\nPENAH_SIGN_IN_URL=http://old.onion:8180\n"
                        .formatted(URI.create(keycloak.url()).getPort()));
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        programs.place("docker", """
            cd '%s'
            case "$*" in
              *restart*) echo "$5" >> restarts ;;
              *staff-onion/hostname*) echo abc.onion ;;
            esac
            echo "$*" >> asked""".formatted(folder));
        programs.place("install", "mkdir \"$8\"");
    }

    @Test
    void the_administrators_password_is_another_one_and_the_old_one_opens_nothing() throws Exception {
        // Given
        String session = session();
        assertThat(goOn(session)).isEqualTo(200);

        // When
        rotate("keycloak-admin");

        // Then
        assertThat(goOn(session)).isEqualTo(400);
        String before = password;
        password = variable("KC_BOOTSTRAP_ADMIN_PASSWORD");
        assertThat(password).hasSize(48);
        assertThat(signIn("master", "admin-cli", before)).isEqualTo(400);
        assertThat(signIn("master", "admin-cli", password)).isEqualTo(200);
        assertThat(folder.resolve("restarts")).content().isEqualTo("keycloak\n");
        assertThat(secrets.resolve("keycloak-admin.next")).doesNotExist();
    }

    /** Keycloak has the next one, and the settings have not. */
    @Test
    void the_administrators_password_survives_an_interruption() throws Exception {
        // Given
        String next = "that of a command that broke off";
        KeycloakAdmin.signIn(URI.create(keycloak.url()), "admin", password)
                .orElseThrow()
                .setPassword("admin", next);
        password = next;
        Files.writeString(secrets.resolve("keycloak-admin.next"), next);

        // When
        rotate("keycloak-admin");

        // Then
        assertThat(variable("KC_BOOTSTRAP_ADMIN_PASSWORD")).isEqualTo(next);
    }

    @Test
    void the_desks_secret_is_another_one_at_both_and_the_old_one_opens_nothing() throws Exception {
        // When
        rotate("keycloak-triage-client");

        // Then
        String before = clientSecret;
        clientSecret = Files.readString(secrets.resolve("keycloak-triage-client"));
        assertThat(clientSecret).hasSize(48).isEqualTo(variable("PENAH_TRIAGE_SECRET"));
        assertThat(introspect(before)).isEqualTo(401);
        assertThat(introspect(clientSecret)).isEqualTo(200);
        assertThat(folder.resolve("restarts")).content().isEqualTo("keycloak\ntriage\n");
    }

    @Test
    void without_the_administrators_password_nothing_is_changed() throws Exception {
        // Given
        Files.writeString(
                secrets.resolve("keycloak.env"),
                Files.readString(secrets.resolve("keycloak.env")).replace(password, "changed by somebody"));
        Files.writeString(staffKey(), "old");

        // Then
        assertThatThrownBy(() -> rotate("keycloak-triage-client"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("Keycloak refuses the administrator");
        assertThatThrownBy(() -> staffOnion().replaceKey()).isInstanceOf(StackFailure.class);
        assertThat(secrets.resolve("keycloak-triage-client")).content().isEqualTo(clientSecret);
        assertThat(staffKey()).content().isEqualTo("old");
        assertThat(folder.resolve("asked")).doesNotExist();
        assertThat(server().rotating()).isEmpty();
    }

    /** Where it should be, nobody listens. */
    @ParameterizedTest
    @ValueSource(strings = {"keycloak-admin", "keycloak-triage-client"})
    void a_keycloak_that_is_down_is_told_and_the_next_try_goes_on(String name) throws Exception {
        // Given
        String env = Files.readString(folder.resolve("etc/env"));
        Files.writeString(folder.resolve("etc/env"), "PENAH_KEYCLOAK_ADMIN_PORT=1\n");

        // When
        assertThatThrownBy(() -> rotate(name))
                .isInstanceOf(StackFailure.class)
                .hasMessageStartingWith("Keycloak does not answer at http://127.0.0.1:1. What was begun is kept");
        assertThat(server().rotating()).isEmpty();
        Files.writeString(folder.resolve("etc/env"), env);
        rotate(name);

        // Then
        password = variable("KC_BOOTSTRAP_ADMIN_PASSWORD");
        clientSecret = Files.readString(secrets.resolve("keycloak-triage-client"));
        assertThat(signIn("master", "admin-cli", password)).isEqualTo(200);
        assertThat(introspect(clientSecret)).isEqualTo(200);
    }

    @Test
    void where_staff_come_by_ssh_no_onion_takes_their_way() throws Exception {
        // Given
        Files.writeString(staffKey(), "old");
        Files.writeString(folder.resolve("etc/env"), "");

        // Then
        assertThatThrownBy(() -> staffOnion().replaceKey()).hasMessageContaining("Staff do not come by an onion");
        assertThat(staffKey()).content().isEqualTo("old");
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    @Test
    void staffs_onion_is_a_new_one_by_which_staff_sign_in() throws Exception {
        // Given
        Files.writeString(staffKey(), "old");

        // When
        String address = staffOnion().replaceKey();

        // Then
        assertThat(address).isEqualTo("abc.onion");
        assertThat(server().rotating()).isEmpty();
        assertThat(staffKey()).doesNotExist();
        assertThat(folder.resolve("asked"))
                .content()
                .containsSubsequence(
                        "rm --stop --force staff-onion\n",
                        "up --detach staff-onion\n",
                        "up --detach --wait\n",
                        "restart triage\n");
        assertThat(folder.resolve("etc/env")).content().endsWith("PENAH_SIGN_IN_URL=http://abc.onion:8180\n");
        JsonNode discovered = new ObjectMapper()
                .readTree(HTTP.send(
                                HttpRequest.newBuilder(URI.create(
                                                keycloak.url() + "/realms/penah/.well-known/openid-configuration"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
        assertThat(discovered.path("authorization_endpoint").asText())
                .startsWith("http://abc.onion:8180/realms/penah/");
        assertThat(login("http://abc.onion/signed-in")).isEqualTo(200);
        assertThat(login("http://localhost:8082/signed-in")).isEqualTo(400);
    }

    private Path staffKey() throws IOException {
        return Files.createDirectories(folder.resolve("etc/staff-onion/service"))
                .resolve("hs_ed25519_secret_key");
    }

    private StaffOnion staffOnion() {
        return new StaffOnion(server());
    }

    private Installation server() {
        return new Installation(Path.of("compose.yaml"), folder.resolve("etc"), programs.first());
    }

    private void rotate(String name) throws IOException {
        new Rotation(server(), Duration.ZERO).run(name, false);
    }

    private String variable(String name) throws IOException {
        return Files.readString(secrets.resolve("keycloak.env"))
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }

    private static int signIn(String realm, String client, String password) throws Exception {
        return post(
                "/realms/%s/protocol/openid-connect/token".formatted(realm),
                "grant_type=password&client_id=%s&username=admin&password=%s"
                        .formatted(client, password.replace(' ', '+')));
    }

    /** Of somebody who knew the password. */
    private static String session() throws Exception {
        return new ObjectMapper()
                .readTree(HTTP.send(
                                HttpRequest.newBuilder(URI.create(
                                                keycloak.url() + "/realms/master/protocol/openid-connect/token"))
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(BodyPublishers.ofString(
                                                "grant_type=password&client_id=admin-cli&username=admin&password="
                                                        + password.replace(' ', '+')))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .path("refresh_token")
                .asText();
    }

    private static int goOn(String session) throws Exception {
        return post(
                "/realms/master/protocol/openid-connect/token",
                "grant_type=refresh_token&client_id=admin-cli&refresh_token=" + session);
    }

    /** What only a client that shows its secret may ask. */
    private static int introspect(String secret) throws Exception {
        return post(
                "/realms/penah/protocol/openid-connect/token/introspect",
                "token=none&client_id=triage&client_secret=" + secret.replace(' ', '+'));
    }

    private static int login(String redirect) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(keycloak.url()
                                        + "/realms/penah/protocol/openid-connect/auth?client_id=triage&response_type=code&scope=openid"
                                        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&redirect_uri="
                                        + redirect))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static int post(String path, String form) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(keycloak.url() + path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
