package org.penah.triage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A real Keycloak with the realm of the repository, started once for all tests; its log is target/keycloak.log. */
public class LocalKeycloak implements QuarkusTestResourceLifecycleManager {

    public static final String DEMO_PASSWORD = UUID.randomUUID().toString();

    /** The realm of {@code k8s/keycloak}, beside the demo's. */
    public static final String PRODUCTION = "production";

    /** They have the password of the demo, and no second factor yet. */
    public static final List<String> PRODUCTION_ACCOUNTS = List.of("dilara", "samir", "tural");

    /** Of the demo's realm: may sign in, and nothing else. */
    public static final String WITHOUT_ROLES = "elnur";

    public static final String CLIENT_SECRET = UUID.randomUUID().toString();

    /** Of the account {@code admin} in the realm master. */
    public static final String ADMIN_PASSWORD = UUID.randomUUID().toString();

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int PORT = FreePort.find();
    private static final int TRIAGE_PORT = FreePort.find();

    private static boolean started;

    /** Where the service under test is reached; the only place that Keycloak sends anybody back to. */
    public static String triageUrl() {
        return "http://127.0.0.1:" + TRIAGE_PORT;
    }

    public static String url() {
        return "http://127.0.0.1:" + PORT;
    }

    @Override
    public Map<String, String> start() {
        if (!started) {
            startOnce();
            started = true;
        }
        return Map.of(
                "quarkus.http.test-port",
                String.valueOf(TRIAGE_PORT),
                "quarkus.management.test-port",
                "0",
                "penah.keycloak.origin",
                url(),
                "quarkus.oidc.credentials.secret",
                CLIENT_SECRET);
    }

    // Other test classes go on using it; it ends with the JVM.
    @Override
    public void stop() {}

    private static void startOnce() {
        Path home = Path.of("target/keycloak-" + version()).toAbsolutePath();
        try {
            Path imports = Files.createDirectories(home.resolve("data/import"));
            Files.writeString(imports.resolve("penah-realm.json"), demo());
            Files.writeString(imports.resolve(PRODUCTION + "-realm.json"), production());
            Process keycloak = command(home).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                keycloak.descendants().forEach(ProcessHandle::destroy);
                keycloak.destroy();
            }));
            Awaitility.await("Keycloak answers; see target/keycloak.log")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> isReady(keycloak));
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    private static String demo() throws IOException {
        ObjectNode realm =
                (ObjectNode) Json.of(Files.readString(Path.of("../stack/src/main/keycloak/penah-realm.json")));
        account(realm, WITHOUT_ROLES);
        return realm.toString();
    }

    /** The realm for production under another name, with accounts, and without the TLS that this machine lacks. */
    private static String production() throws IOException {
        ObjectNode realm = (ObjectNode) Json.of(Files.readString(Path.of("../k8s/keycloak/penah-realm.json")));
        realm.put("realm", PRODUCTION).put("sslRequired", "external");
        ((ObjectNode) realm.path("defaultRole")).put("name", "default-roles-" + PRODUCTION);
        ((ObjectNode) realm.at("/roles/realm/0")).put("name", "default-roles-" + PRODUCTION);
        for (String account : PRODUCTION_ACCOUNTS) {
            account(realm, account).withArray("realmRoles").add("lead");
        }
        return realm.toString();
    }

    private static ObjectNode account(ObjectNode realm, String name) {
        ObjectNode user = realm.withArray("users").addObject();
        user.put("username", name).put("enabled", true).put("email", name + "@test.invalid");
        user.put("firstName", name).put("lastName", "Test").put("emailVerified", true);
        user.withArray("credentials").addObject().put("type", "password").put("value", DEMO_PASSWORD);
        return user;
    }

    private static String version() {
        return Objects.requireNonNull(System.getProperty("keycloak.version"), "the build sets keycloak.version");
    }

    private static ProcessBuilder command(Path home) {
        ProcessBuilder command = new ProcessBuilder(List.of(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--db=dev-mem",
                "--cache=local",
                "--http-host=127.0.0.1",
                "--http-port=" + PORT));
        command.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xmx400m",
                        "JAVA_OPTS_APPEND",
                        "-XX:TieredStopAtLevel=1",
                        "PENAH_TRIAGE_URL",
                        triageUrl(),
                        "PENAH_TRIAGE_SECRET",
                        CLIENT_SECRET,
                        "PENAH_DEMO_PASSWORD",
                        DEMO_PASSWORD,
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        ADMIN_PASSWORD));
        return command.redirectErrorStream(true).redirectOutput(new File("target/keycloak.log"));
    }

    private static boolean isReady(Process keycloak) throws IOException, InterruptedException {
        if (!keycloak.isAlive()) {
            throw new IllegalStateException("Keycloak has stopped; see target/keycloak.log");
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + "/realms/penah")).build();
        return HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }
}
