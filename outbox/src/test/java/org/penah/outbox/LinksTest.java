package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.core.Vertx;
import io.vertx.proton.ProtonServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.outbox.FaultyBroker.Fault;
import org.penah.testbed.net.Proxy;
import org.penah.testbed.tls.Certificate;

/** Whatever a broker does to a link, it is opened again. */
class LinksTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    private record Settings(Duration heartbeat, Duration timeout, Optional<String> tlsConfigurationName)
            implements BrokerConfig {}

    @AfterEach
    void end() {
        vertx.closeAndAwait();
    }

    @ParameterizedTest
    @EnumSource
    void a_receiver_hears_again(Fault fault) throws Exception {
        // Given
        FaultyBroker broker = new FaultyBroker(vertx.getDelegate(), fault);
        ReceivingLink link = clients(broker.port(), timeout(fault)).receiveFrom("queue", event -> {
            taken.add(event.bodyAsString());
            event.accepted();
            return Uni.createFrom().voidItem();
        });

        // When
        link.start();

        // Then
        await().atMost(LIMIT).until(() -> taken.contains("event " + fault.goodLink()));
        assertThat(link.isAway(Duration.ZERO)).isFalse();
        await().atMost(LIMIT).until(() -> broker.openConnections() == 1);
        link.stop();
        assertThat(link.isAway(Duration.ZERO)).isTrue();
        await().atMost(LIMIT).until(() -> broker.openConnections() == 0);
    }

    @Test
    void few_events_wait_for_one_that_is_not_settled() throws Exception {
        // Given
        FaultyBroker broker = new FaultyBroker(vertx.getDelegate(), Fault.NONE);
        ReceivingLink link = clients(broker.port(), SECOND).receiveFrom("queue", event -> {
            taken.add(event.bodyAsString());
            return Uni.createFrom().nothing();
        });

        // When
        link.start();
        await().atMost(LIMIT).until(() -> !taken.isEmpty());

        // Then
        assertThat(broker.mostCredit()).isEqualTo(16);
        assertThat(taken).hasSize(1);
        link.stop();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SETTLES_NOTHING")
    void a_sender_sends_again(Fault fault) throws Exception {
        // Given
        FaultyBroker broker = new FaultyBroker(vertx.getDelegate(), fault);
        SendingLink link = clients(broker.port(), timeout(fault)).sendTo("queue");

        // When
        await().atMost(LIMIT).until(() -> isSent(link, "first"));
        await().atMost(LIMIT).until(() -> broker.openConnections() == 1);
        await().atMost(LIMIT).until(() -> isSent(link, "second"));

        // Then
        assertThat(broker.received()).contains("first", "second");
        link.close();
        await().atMost(LIMIT).until(() -> broker.openConnections() == 0);
    }

    @Test
    void several_events_share_a_connection_and_arrive_in_their_order() throws Exception {
        // Given
        FaultyBroker broker = new FaultyBroker(vertx.getDelegate(), Fault.NONE);
        SendingLink link = clients(broker.port(), LIMIT).sendTo("queue");
        List<String> texts = IntStream.range(0, 50).mapToObj(Integer::toString).toList();

        // When
        List<Boolean> sent = sentAtOnce(link, texts);

        // Then
        assertThat(sent).hasSize(50).containsOnly(true);
        assertThat(broker.received()).containsExactlyElementsOf(texts);
        assertThat(broker.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROPS_CONNECTION_LATER", "CLOSES_LINK_LATER", "SAYS_NOTHING_AT_ATTACH"})
    void all_that_are_under_way_fail_with_their_link(Fault fault) throws Exception {
        // Given
        FaultyBroker broker = new FaultyBroker(vertx.getDelegate(), fault);
        SendingLink link = clients(broker.port(), timeout(fault)).sendTo("queue");
        List<String> texts = List.of("first", "second", "third");

        // When
        List<Boolean> sent = sentAtOnce(link, texts);

        // Then
        assertThat(sent).containsExactly(false, false, false);
        assertThat(sentAtOnce(link, texts)).containsExactly(true, true, true);
        assertThat(broker.received()).containsExactlyElementsOf(texts);
        await().atMost(LIMIT).until(() -> broker.openConnections() == 1);
    }

    @Test
    void somebody_who_accepts_connections_and_never_speaks_gets_no_more_of_them() throws Exception {
        // Given
        List<Socket> sockets = new CopyOnWriteArrayList<>();
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
            Proxy.start(() -> {
                while (true) {
                    sockets.add(mute.accept());
                }
            });
            SendingLink link =
                    clients(mute.getLocalPort(), Duration.ofMillis(100)).sendTo("queue");

            // When
            for (int time = 0; time < 10; time++) {
                assertThat(isSent(link, "first")).isFalse();
            }
            link.close();

            // Then
            await().atMost(LIMIT).until(() -> sockets.size() == 10);
            await().atMost(LIMIT).until(() -> sockets.stream().noneMatch(LinksTest::isOpen));
        }
    }

    @Test
    void a_service_shows_its_certificate_and_believes_only_the_name_that_it_asked_for() throws Exception {
        // Given
        Certificate own = Certificate.of("intake");
        Certificate right = Certificate.of("localhost");
        Certificate others = Certificate.of("elsewhere");

        // Then
        SendingLink link = encrypted(right, own, right, own);
        await().atMost(LIMIT).until(() -> isSent(link));
        assertThat(isSent(encrypted(others, own, others, own)))
                .as("a broker that has another name")
                .isFalse();
        assertThat(isSent(encrypted(right, own, others, own)))
                .as("a broker that nobody vouches for")
                .isFalse();
        assertThat(isSent(encrypted(right, own, right, others)))
                .as("a service that the broker does not know")
                .isFalse();
    }

    /** A link to a broker with one certificate that lets in another one, from a service that believes a third and shows a fourth. */
    private SendingLink encrypted(Certificate broker, Certificate letIn, Certificate believed, Certificate shown)
            throws Exception {
        ProtonServerOptions options = new ProtonServerOptions();
        options.setSsl(true)
                .setKeyCertOptions(key(broker))
                .setTrustOptions(trust(letIn))
                .setClientAuth(ClientAuth.REQUIRED);
        int port = new FaultyBroker(vertx.getDelegate(), Fault.NONE, options).port();
        Map<String, String> settings =
                Map.of("amqp-host", "localhost", "amqp-port", String.valueOf(port), "amqp-use-ssl", "true");
        return clients(vertx, settings, SECOND, Optional.of("broker"), new Certificates(believed, shown))
                .sendTo("queue");
    }

    private static PfxOptions key(Certificate certificate) {
        return new PfxOptions().setPath(certificate.keyStore().toString()).setPassword(Certificate.PASSWORD);
    }

    private static PemTrustOptions trust(Certificate certificate) {
        return new PemTrustOptions().addCertPath(certificate.pem().toString());
    }

    /** What Quarkus makes of {@code quarkus.tls}. */
    private record Certificates(Certificate believed, Certificate shown) implements TlsConfigurationRegistry {

        @Override
        public Optional<TlsConfiguration> get(String name) {
            return Optional.of(new BaseTlsConfiguration() {
                @Override
                public KeyCertOptions getKeyStoreOptions() {
                    return key(shown);
                }

                @Override
                public TrustOptions getTrustStoreOptions() {
                    return trust(believed);
                }

                @Override
                public SSLOptions getSSLOptions() {
                    return new SSLOptions();
                }

                @Override
                public Optional<String> getHostnameVerificationAlgorithm() {
                    return Optional.of("HTTPS");
                }
            });
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.empty();
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            throw new UnsupportedOperationException();
        }
    }

    private static boolean isSent(SendingLink link) {
        return isSent(link, "first");
    }

    private static boolean isSent(SendingLink link, String text) {
        return sentAtOnce(link, List.of(text)).get(0);
    }

    /** Whether each was sent. */
    private static List<Boolean> sentAtOnce(SendingLink link, List<String> texts) {
        return link.open()
                .onFailure()
                .recoverWithNull()
                .onItem()
                .transformToMulti(opened -> Multi.createFrom().iterable(texts))
                .onItem()
                .transformToUni(
                        text -> link.send(AmqpMessage.create().withBody(text).build())
                                .replaceWith(true)
                                .onFailure()
                                .recoverWithItem(false))
                .merge(texts.size())
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);
    }

    /** Longer than the test, where nothing but the fault itself tells of it. */
    private static Duration timeout(Fault fault) {
        return fault.isSilent() ? SECOND : LIMIT.multipliedBy(2);
    }

    private BrokerClients clients(int port, Duration timeout) {
        return clients(vertx, port, timeout);
    }

    static BrokerClients clients(Vertx vertx, int port, Duration timeout) {
        return clients(
                vertx,
                Map.of("amqp-host", "localhost", "amqp-port", String.valueOf(port)),
                timeout,
                Optional.empty(),
                null);
    }

    private static BrokerClients clients(
            Vertx vertx,
            Map<String, String> settings,
            Duration timeout,
            Optional<String> tls,
            @Nullable TlsConfigurationRegistry certificates) {
        return new BrokerClients(
                vertx,
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build(),
                new Settings(SECOND, timeout, tls),
                certificates);
    }

    private static boolean isOpen(Socket socket) {
        try {
            socket.setSoTimeout(50);
            socket.getInputStream().readAllBytes();
            return false;
        } catch (SocketTimeoutException open) {
            return true;
        } catch (IOException reset) {
            return false;
        }
    }
}
