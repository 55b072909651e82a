package org.penah.testbed.keycloak;

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
import org.awaitility.Awaitility;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;

/** A Keycloak server of the test's own, on a free port of the loopback address, with its data in memory. */
public final class Keycloak {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final int port = FreePort.find();
    private final Path log;
    private final Process server;

    /**
     * Starts it and waits until it serves every realm. It ends with this JVM.
     *
     * @param home the unpacked distribution
     * @param realms to import: the JSON of each, by its name
     * @param environment what the realms and Keycloak itself read
     * @param log takes what it prints
     */
    public Keycloak(Path home, Map<String, String> realms, Map<String, String> environment, Path log) {
        this.log = log;
        try {
            Path imports = Files.createDirectories(home.resolve("data/import"));
            for (Map.Entry<String, String> realm : realms.entrySet()) {
                Files.writeString(imports.resolve(realm.getKey() + "-realm.json"), realm.getValue());
            }
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
        server = Command.of(
                        home.toAbsolutePath().resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--cache=local",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port)
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("JAVA_OPTS_KC_HEAP", "-Xmx400m")
                .with("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1")
                .with(environment)
                .output(log)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        for (String realm : realms.keySet()) {
            Awaitility.await("Keycloak answers; see " + log)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> isReady(realm));
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    private boolean isReady(String realm) throws IOException, InterruptedException {
        if (!server.isAlive()) {
            throw new IllegalStateException("Keycloak has stopped; see " + log);
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + "/realms/" + realm)).build();
        return HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private void stop() {
        List.copyOf(server.descendants().toList()).forEach(ProcessHandle::destroy);
        server.destroy();
    }
}
