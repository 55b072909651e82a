package org.penah.triage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.penah.testbed.keycloak.Keycloak;
import org.penah.testbed.net.FreePort;

/** A real Keycloak with the realm of the repository, started once for all tests; its log is target/keycloak.log. */
public class LocalKeycloak implements QuarkusTestResourceLifecycleManager {

    public static final String DEMO_PASSWORD =
            once("demo-password", () -> UUID.randomUUID().toString());

    /** The realm of {@code k8s/keycloak}, beside the demo's. */
    public static final String PRODUCTION = "production";

    /** They have the password of the demo, and no second factor yet. */
    public static final List<String> PRODUCTION_ACCOUNTS = List.of("dilara", "samir", "tural");

    /** Of the demo's realm: may sign in, and nothing else. */
    public static final String WITHOUT_ROLES = "elnur";

    /** Of the demo's realm in tests alone: a lead besides Aysel, who holds no key. */
    public static final String SECOND_LEAD = "sevda";

    public static final String CLIENT_SECRET =
            once("client-secret", () -> UUID.randomUUID().toString());

    /** Of the account {@code admin} in the realm master. */
    public static final String ADMIN_PASSWORD =
            once("admin-password", () -> UUID.randomUUID().toString());

    private static final String TRIAGE_PORT = once("triage-port", () -> String.valueOf(FreePort.find()));

    /** Quarkus loads this class again for tests with other resources, and one Keycloak serves them all. */
    private static String once(String name, Supplier<String> made) {
        String property = "penah.test.keycloak." + name;
        if (System.getProperty(property) == null) {
            System.setProperty(property, made.get());
        }
        return System.getProperty(property);
    }

    /** Where the service under test is reached; the only place that Keycloak sends anybody back to. */
    public static String triageUrl() {
        return "http://127.0.0.1:" + TRIAGE_PORT;
    }

    public static String url() {
        return once("url", () -> start(Path.of("target/keycloak.log")).url());
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.http.test-port",
                TRIAGE_PORT,
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

    private static Keycloak start(Path log) {
        try {
            return new Keycloak(
                    Path.of(".."),
                    Map.of("penah", demo(), PRODUCTION, production()),
                    Map.of(
                            "PENAH_TRIAGE_URL",
                            triageUrl(),
                            "PENAH_TRIAGE_SECRET",
                            CLIENT_SECRET,
                            "PENAH_DEMO_PASSWORD",
                            DEMO_PASSWORD,
                            "KC_BOOTSTRAP_ADMIN_USERNAME",
                            "admin",
                            "KC_BOOTSTRAP_ADMIN_PASSWORD",
                            ADMIN_PASSWORD),
                    log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String demo() throws IOException {
        ObjectNode realm =
                (ObjectNode) Json.of(Files.readString(Path.of("../stack/src/main/keycloak/penah-realm.json")));
        account(realm, WITHOUT_ROLES);
        account(realm, SECOND_LEAD).withArray("realmRoles").add("triager").add("lead");
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
}
