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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;

/** A Keycloak server of the test's own, on a free port of the loopback address, which keeps nothing for the next one. */
public final class Keycloak {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final int port = FreePort.find();
    private final Path log;
    private final Process server;

    /**
     * Starts it and waits until it serves every realm. It ends with this JVM.
     *
     * @param repository the folder of Penah's sources
     * @param realms to import: the JSON of each, by its name
     * @param environment what the realms and Keycloak itself read
     * @param log takes what it prints
     */
    public Keycloak(Path repository, Map<String, String> realms, Map<String, String> environment, Path log) {
        this.log = log;
        try {
            KeycloakDistribution distribution = new KeycloakDistribution(repository);
            distribution.buildOnce();
            Path home = Files.createTempDirectory("keycloak");
            distribution.layOut(home, realms);
            List<String> arguments = new ArrayList<>(List.of("-Xmx400m"));
            arguments.addAll(distribution.start(home, port));
            server = Command.ofJdk("java", arguments)
                    .with(environment)
                    .output(log)
                    .start();
        } catch (IOException notLaidOut) {
            throw new UncheckedIOException(notLaidOut);
        }
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
