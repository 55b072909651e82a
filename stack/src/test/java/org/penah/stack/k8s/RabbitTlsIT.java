package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.Stack;
import org.penah.stack.process.Supervisor;
import org.penah.stack.system.BuiltService;
import org.penah.stack.system.Printed;
import org.penah.stack.system.crash.Desk;
import org.penah.testbed.program.Programs;

/** The built notify-service and Debian's RabbitMQ with what the manifests say of certificates: each shows one to the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RabbitTlsIT {

    private static final String AWAY = "penah_inbox_away";

    @TempDir
    static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private Authority ours;
    private Authority others;
    private Rabbit rabbit;
    private Stack stack;
    private Supervisor services;

    @BeforeAll
    void start() throws Exception {
        Programs.orSkip("rabbitmq-server", "openssl");
        ours = Authority.make(folder.resolve("ours"));
        others = Authority.make(folder.resolve("others"));
        Manifests manifests = Manifests.of("ha");
        Path broker = ours.sign("broker", "serverAuth", ours);
        Path home = Files.createDirectories(folder.resolve("rabbit"));
        // The first is what disableNonTLSListeners has the operator write, and the next three are of the mounted
        // secret.
        rabbit = Rabbit.start(home, "ssl", """
                listeners.tcp = none
                ssl_options.cacertfile = %1$s/ca.crt
                ssl_options.certfile = %1$s/tls.crt
                ssl_options.keyfile = %1$s/tls.key
                %2$s
                """.formatted(
                        broker,
                        manifests
                                .ofKind("RabbitmqCluster")
                                .findFirst()
                                .orElseThrow()
                                .at("/spec/rabbitmq/additionalConfig")
                                .asText()));
        stack = Stack.prepare(
                new Stack.Options(
                        folder.resolve("state"),
                        true,
                        false,
                        Set.of("intake", "triage", "notify", "keycloak", "partner", "null-partner", "canary", "broker"),
                        Set.of(),
                        false),
                new Printed("RabbitMQ"));
        stack.start();
        services = new Supervisor(stack.state(), new Printed("RabbitMQ"));
    }

    @AfterAll
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        for (AutoCloseable part : new AutoCloseable[] {services, stack, rabbit}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void a_service_hears_and_sends_events_with_its_certificate_and_neither_with_one_of_others() throws Exception {
        // Given
        URI own = startNotify("notify-own", ours.sign("notify", "clientAuth", ours));
        List<String> heard = triageHears();

        // When triage-service says something
        UUID alert;
        try (Desk desk = desk(ours.sign("triage", "clientAuth", ours))) {
            alert = desk.confirm(1).get(0);
        }

        // Then notify-service answers
        await().atMost(Rabbit.PATIENCE).until(() -> heard.stream().anyMatch(event -> event.contains(alert.toString())));
        assertThat(metric(own, AWAY)).isZero();
        assertThat(metric(own, "penah_outbox_stuck")).isZero();

        // When another comes with a certificate that the broker does not know
        services.kill("notify-own");
        URI strange = startNotify("notify-strange", others.sign("notify", "clientAuth", ours));

        // Then it says that it hears nothing
        await().atMost(Rabbit.PATIENCE).until(() -> metric(strange, AWAY) == 1);
        Desk refused = desk(others.sign("triage", "clientAuth", ours));
        assertThatThrownBy(() -> refused.confirm(1)).isInstanceOf(ExecutionException.class);
        refused.close();
    }

    /** Starts it with the settings of the manifests that are about the broker; answers with its metrics' address. */
    private URI startNotify(String name, Path certificates) throws Exception {
        Path settings = folder.resolve(name + ".properties");
        Files.writeString(
                settings,
                BrokerTest.settings(Manifests.of("ha"), "notify")
                        .lines()
                        .filter(line -> line.matches(
                                "(amqp-use-ssl|penah\\.(broker|outbox|inbox)\\.|quarkus\\.tls\\.broker\\.).*"))
                        .map(line -> line.replace("/etc/penah/broker/", certificates + "/"))
                        .collect(Collectors.joining("\n")));
        Map<String, String> all = new HashMap<>(BuiltService.freePorts());
        all.put("smallrye.config.locations", settings.toString());
        all.put("amqp-host", "localhost");
        all.put("amqp-port", Integer.toString(rabbit.port()));
        all.put("amqp-username", "notify");
        all.put("amqp-password", Definitions.PASSWORD);
        all.put("penah.inbox.patience", "2s");
        services.startAgain(BuiltService.of(stack, "notify", name, all));
        return URI.create("http://127.0.0.1:" + all.get("quarkus.management.port") + "/q/metrics");
    }

    private double metric(URI metrics, String name) throws Exception {
        return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .max()
                .orElseThrow();
    }

    private Desk desk(Path certificates) throws Exception {
        return new Desk(
                encrypted(certificates),
                rabbit.port(),
                "/exchanges/send.penah.triage.notify",
                Definitions.PASSWORD,
                stack.state().secrets().eventKey("triage").reveal());
    }

    /** What notify-service sends to triage-service from now on. */
    private List<String> triageHears() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        ProtonClient.create(vertx)
                .connect(
                        encrypted(ours.sign("triage-hears", "clientAuth", ours)),
                        "127.0.0.1",
                        rabbit.port(),
                        "triage",
                        Definitions.PASSWORD,
                        connected -> connected
                                .result()
                                .open()
                                .createReceiver("/queues/penah.notify.triage")
                                .handler((delivery, message) -> heard.add(new String(
                                        ((Data) message.getBody()).getValue().getArray(), StandardCharsets.UTF_8)))
                                .open());
        return heard;
    }

    private static ProtonClientOptions encrypted(Path certificates) {
        ProtonClientOptions options = new ProtonClientOptions().addEnabledSaslMechanism("PLAIN");
        options.setSsl(true)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setPemKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificates.resolve("tls.crt").toString())
                        .setKeyPath(certificates.resolve("tls.key").toString()))
                .setPemTrustOptions(new PemTrustOptions()
                        .addCertPath(certificates.resolve("ca.crt").toString()));
        return options;
    }
}
