package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;

/** What nginx lets through to Keycloak by the settings that are shipped; SystemIT asks the shipped image in front of a real one. */
class SignInPathsTest {

    private static final Path SETTINGS = Path.of("../k8s/base/identity/sign-in/nginx.conf");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> ARRIVED = new CopyOnWriteArrayList<>();

    private static HttpServer keycloak;
    private static Process nginx;
    private static int port;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keycloak.createContext("/", exchange -> {
            ARRIVED.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of())
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        keycloak.start();
        port = FreePort.find();
        String settings = Files.readString(SETTINGS)
                .replace("/tmp/", folder + "/")
                .replace("listen 8080", "listen 127.0.0.1:" + port)
                .replace("daemon off;", "daemon off;\nmaster_process off;");
        Files.writeString(folder.resolve("nginx.conf"), settings);
        Files.writeString(
                folder.resolve("keycloak.conf"),
                "map $host $keycloak { default 127.0.0.1:"
                        + keycloak.getAddress().getPort() + "; }");
        nginx = Command.orSkip("nginx", "-e", "stderr", "-p", folder.toString(), "-c", "nginx.conf")
                .output(folder.resolve("log"))
                .start();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> ask("GET", "/", "").startsWith("HTTP/1.1"));
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.destroy();
        }
        keycloak.stop(0);
    }

    @BeforeEach
    void forget() {
        ARRIVED.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/penah/protocol/openid-connect/auth?client_id=triage&redirect_uri=http%3A%2F%2Flocalhost%3A8082%2Fsigned-in",
                "/realms/penah/login-actions/authenticate?session_code=a_b-c&execution=1&tab_id=x.y",
                "/realms/penah/protocol/openid-connect/logout?id_token_hint=e30.e30.AA",
                "/realms/penah/.well-known/openid-configuration",
                "/realms/penah/account/",
                "/resources/ab1c2/login/penah/css/login.css",
                "/resources/ab1c2/account/keycloak.v3/assets/main-D_4x.js"
            })
    void what_signing_in_needs_goes_through_as_it_is(String path) throws IOException {
        assertThat(ask("GET", path, "")).startsWith("HTTP/1.1 200");
        assertThat(ARRIVED).containsExactly("GET " + path + " []");
    }

    @Test
    void a_password_goes_through() throws IOException {
        String answer =
                ask("POST", "/realms/penah/login-actions/authenticate?execution=1", "username=aysel&password=x");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(ARRIVED)
                .containsExactly(
                        "POST /realms/penah/login-actions/authenticate?execution=1 []username=aysel&password=x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/admin",
                "/admin/",
                "/admin/master/console/",
                "/admin/realms/penah/users",
                "/ADMIN/",
                "/metrics",
                "/health",
                "/health/ready",
                "/realms/master",
                "/realms/master/protocol/openid-connect/auth",
                "/realms/master/protocol/openid-connect/token",
                "/realms/penah",
                "/resources",
                "/realms/penah2/protocol/openid-connect/auth",
                "/realms/penah/clients-registrations/openid-connect",
                "/js/keycloak.js",
                "/robots.txt"
            })
    void nothing_else_does(String path) throws IOException {
        assertThat(ask("GET", path, "")).startsWith("HTTP/1.1 404");
        assertThat(ask("POST", path, "grant_type=password")).startsWith("HTTP/1.1 404");
        assertThat(ARRIVED).isEmpty();
    }

    /** Each is one path to one program and another to another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/penah/../master/protocol/openid-connect/auth",
                "/realms/penah/../../admin/",
                "/realms/penah/..",
                "/realms/master/../penah/protocol/openid-connect/auth",
                "/realms/penah/./protocol/openid-connect/auth",
                "//realms/penah/protocol/openid-connect/auth",
                "/realms/penah/%2e%2e/%2e%2e/admin/",
                "/realms/penah/..%2f..%2fadmin/",
                "/realms/penah/..;/..;/admin/",
                "/realms/penah/;/../../admin/",
                "/realms/penah/..\\..\\admin/",
                "/realms/penah//../../admin/",
                "/realms/penah/./../../admin/",
                "/realms/penah/%00/../../admin/",
                "/realms/penah/clients-registrations;x=1/openid-connect",
                "/realms/penah/%63lients-registrations/openid-connect",
                "/realms/%70enah/protocol/openid-connect/auth",
                "/resources/../admin/",
                "/resources/..%252fadmin/",
                "//admin/",
                "//realms/penah/../../admin/",
                "/%61dmin/",
                "http://localhost/admin/",
                "http://localhost/realms/master/"
            })
    void a_path_that_can_be_read_in_two_ways_is_nobodys(String path) throws IOException {
        assertThat(ask("GET", path, "")).containsPattern("\\AHTTP/1.1 40[04]");
        assertThat(ARRIVED).isEmpty();
    }

    private static String ask(String method, String path, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("""
                            %s %s HTTP/1.1\r
                            Host: localhost:8180\r
                            X-Forwarded-For: 203.0.113.7\r
                            Content-Length: %d\r
                            Connection: close\r
                            \r
                            %s""".formatted(method, path, body.length(), body).getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
