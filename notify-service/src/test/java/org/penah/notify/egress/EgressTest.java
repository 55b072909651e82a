package org.penah.notify.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.program.Command;
import org.penah.testbed.tls.Certificate;

class EgressTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private record Settings(
            boolean allowLoopback,
            Optional<String> canary,
            Optional<String> torHost,
            int torPort,
            Optional<Path> clientCertificate,
            Optional<Path> clientKey,
            Duration deadline)
            implements EgressConfig {}

    private final Vertx vertx = Vertx.vertx();
    private Optional<Path> clientCertificate = Optional.empty();
    private Optional<Path> clientKey = Optional.empty();
    private Duration deadline = Duration.ofSeconds(15);

    @AfterEach
    void stop() {
        vertx.closeAndAwait();
    }

    @Test
    void answers_the_status_and_says_nothing_of_this_machine() throws Exception {
        // Given
        AtomicReference<String> request = new AtomicReference<>("");
        try (RawServer server = new RawServer((in, out) -> {
            request.set(readRequest(in));
            out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
        })) {

            // When
            int status = post(server);

            // Then
            assertThat(status).isEqualTo(204);
            assertThat(request.get().split("\r\n\r\n", 2)[0].split("\r\n"))
                    .containsExactlyInAnyOrder(
                            "POST /alerts HTTP/1.1",
                            "host: 127.0.0.1:" + server.port(),
                            "user-agent: Penah",
                            "connection: close",
                            "content-length: 4",
                            "some: header");
        }
    }

    @Test
    void follows_no_redirect() throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        try (RawServer server = new RawServer((in, out) -> {
            connections.incrementAndGet();
            readRequest(in);
            out.write("HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n"
                    .getBytes(US_ASCII));
        })) {

            // When
            int status = post(server);

            // Then
            assertThat(status).isEqualTo(307);
            assertThat(connections).hasValue(1);
        }
    }

    @Test
    void an_endless_body_is_not_read() throws Exception {
        // Given
        AtomicInteger hungUp = new AtomicInteger();
        try (RawServer server = new RawServer((in, out) -> {
            readRequest(in);
            out.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".getBytes(US_ASCII));
            byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(US_ASCII);
            try {
                while (true) {
                    out.write(chunk);
                }
            } catch (IOException closed) {
                hungUp.incrementAndGet();
            }
        })) {

            // When
            int status = post(server);

            // Then
            assertThat(status).isEqualTo(200);
            await().until(() -> hungUp.get() == 1);
        }
    }

    @Test
    void a_header_that_drips_ends_at_the_deadline_and_the_line_is_cut() throws Exception {
        // Given
        deadline = Duration.ofSeconds(1);
        AtomicInteger hungUp = new AtomicInteger();
        try (RawServer server = new RawServer((in, out) -> {
            readRequest(in);
            out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
            try {
                while (in.available() == 0 && !dripped(out)) {
                    // Until the other side hangs up.
                }
            } catch (IOException closed) {
                hungUp.incrementAndGet();
            }
        })) {

            // When
            assertThatThrownBy(() -> post(server))
                    // Then
                    .isInstanceOf(TimeoutException.class);
            await().atMost(LIMIT).until(() -> hungUp.get() == 1);
        }
    }

    private static boolean dripped(OutputStream out) throws IOException {
        out.write("a: b\r\n".getBytes(US_ASCII));
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        return false;
    }

    @Test
    void headers_without_end_are_a_failure() throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            readRequest(in);
            out.write(("HTTP/1.1 200 OK\r\na: " + "b".repeat(20_000) + "\r\n\r\n").getBytes(US_ASCII));
        })) {
            assertThatThrownBy(() -> post(server)).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void a_forbidden_address_is_not_even_connected_to() throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        try (RawServer server = new RawServer((in, out) -> connections.incrementAndGet())) {
            Egress strict = egress(false, InetAddress::getAllByName, new HttpClientOptions());

            // When
            assertThatThrownBy(() -> post(strict, "http://127.0.0.1:" + server.port() + "/"))
                    // Then
                    .hasRootCauseInstanceOf(ForbiddenDestinationException.class);
            assertThat(connections).hasValue(0);
        }
    }

    /** {@code {port}} is a server here that counts who comes. */
    static Stream<String> forbiddenTargets() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/forbidden-targets.txt")).stream()
                .filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("forbiddenTargets")
    void no_spelling_of_a_forbidden_target_is_connected_to(String spelling) throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        try (RawServer server = new RawServer((in, out) -> connections.incrementAndGet())) {
            Egress strict = egress(false, InetAddress::getAllByName, new HttpClientOptions());
            String url = spelling.replace("{port}", String.valueOf(server.port()));

            // When
            assertThatThrownBy(() -> post(strict, url))
                    // Then refused by a rule, known to no name server, or no URL at all
                    .satisfiesAnyOf(
                            refused -> assertThat(refused).hasRootCauseInstanceOf(ForbiddenDestinationException.class),
                            unknown -> assertThat(unknown).hasRootCauseInstanceOf(UnknownHostException.class),
                            noUrl -> assertThat(noUrl).isInstanceOf(IllegalArgumentException.class));
            assertThat(connections).hasValue(0);
        }
    }

    @Test
    void a_name_with_one_bad_answer_among_good_ones_is_not_connected_to() throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        try (RawServer server = new RawServer((in, out) -> connections.incrementAndGet())) {
            Egress strict = egress(
                    false,
                    host -> new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getLoopbackAddress()},
                    new HttpClientOptions());

            // When
            assertThatThrownBy(() -> post(strict, "https://partner.example:" + server.port() + "/"))
                    // Then
                    .hasRootCauseInstanceOf(ForbiddenDestinationException.class);
            assertThat(connections).hasValue(0);
        }
    }

    @Test
    void a_name_is_looked_up_once_for_each_try_so_that_it_cannot_change_its_mind() throws Exception {
        // Given a name server whose second answer is another
        AtomicInteger lookUps = new AtomicInteger();
        AtomicInteger connections = new AtomicInteger();
        try (RawServer server = new RawServer((in, out) -> {
                    connections.incrementAndGet();
                    readRequest(in);
                    out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
                });
                RawServer other = new RawServer((in, out) -> {})) {
            Egress rebinding = egress(
                    true,
                    host -> new InetAddress[] {
                        lookUps.incrementAndGet() == 1
                                ? InetAddress.getLoopbackAddress()
                                : InetAddress.getByName("10.0.0.1")
                    },
                    new HttpClientOptions());

            // When
            int first = post(rebinding, "http://partner.example:" + server.port() + "/");

            // Then
            assertThat(first).isEqualTo(204);
            assertThat(lookUps).hasValue(1);
            assertThatThrownBy(() -> post(rebinding, "http://partner.example:" + other.port() + "/"))
                    .hasRootCauseInstanceOf(ForbiddenDestinationException.class);
            assertThat(connections).hasValue(1);
        }
    }

    @Test
    void an_answer_that_is_longer_than_asked_for_is_a_failure_and_is_not_unpacked() throws Exception {
        // Given
        try (RawServer server = new RawServer((in, out) -> {
            readRequest(in);
            out.write("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2049\r\n\r\n".getBytes(US_ASCII));
            out.write(new byte[2049]);
        })) {
            Egress egress = egress(true, InetAddress::getAllByName, new HttpClientOptions());
            URI url = URI.create("http://127.0.0.1:" + server.port() + "/");

            // When
            assertThatThrownBy(() -> egress.post(
                                    new Target(url, Set.of()), Map.of(), "body".getBytes(US_ASCII), 2048, LIMIT)
                            .await()
                            .atMost(LIMIT))
                    // Then
                    .hasRootCauseInstanceOf(IOException.class);
            assertThat(egress.post(new Target(url, Set.of()), Map.of(), "body".getBytes(US_ASCII), 2049, LIMIT)
                            .await()
                            .atMost(LIMIT)
                            .body())
                    .hasSize(2049);
        }
    }

    @Test
    void a_deadline_that_outlives_the_lease_is_refused() {
        deadline = Duration.ofSeconds(16);
        assertThatThrownBy(() -> egress(false, InetAddress::getAllByName, new HttpClientOptions()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("penah.egress.deadline");
    }

    @Test
    void the_pinned_address_must_prove_the_name() throws Exception {
        // Given a server with a certificate for partner.example
        PfxOptions certificate = certificate();
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate))
                .requestHandler(request -> request.response().setStatusCode(204).endAndForget())
                .listen(0, "127.0.0.1")
                .await()
                .atMost(LIMIT);
        Egress egress = egress(
                true,
                host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                new HttpClientOptions().setTrustOptions(certificate));
        Egress trustsNobodyNew =
                egress(true, host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, new HttpClientOptions());

        // When
        int status = post(egress, "https://partner.example:" + server.actualPort() + "/");

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(post(egress, "https://partner.example:" + server.actualPort() + "/", Set.of(pin(certificate))))
                .isEqualTo(204);
        assertThatThrownBy(() -> post(
                        egress, "https://partner.example:" + server.actualPort() + "/", Set.of("A".repeat(43) + "=")))
                .satisfies(fault -> assertThat(kind(fault)).isEqualTo(Outcome.Kind.INSECURE));
        assertThatThrownBy(() -> post(egress, "https://another.example:" + server.actualPort() + "/"))
                .hasRootCauseInstanceOf(java.security.cert.CertificateException.class)
                .satisfies(fault -> assertThat(kind(fault)).isEqualTo(Outcome.Kind.INSECURE));
        assertThatThrownBy(() -> post(trustsNobodyNew, "https://partner.example:" + server.actualPort() + "/"))
                .hasCauseInstanceOf(SSLException.class)
                .satisfies(fault -> assertThat(kind(fault)).isEqualTo(Outcome.Kind.INSECURE));
    }

    @Test
    void a_server_that_asks_who_we_are_is_shown_our_certificate(@TempDir Path folder) throws Exception {
        // Given
        Path certificate = folder.resolve("ours.pem");
        Path key = folder.resolve("ours.key");
        Command.orSkip(List.of(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=ours"
                                + " -keyout " + key + " -out " + certificate)
                        .split(" ")))
                .succeed();
        PfxOptions theirs = certificate();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(theirs)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString())))
                .requestHandler(request -> request.response().setStatusCode(204).endAndForget())
                .listen(0, "127.0.0.1")
                .await()
                .atMost(LIMIT);
        String url = "https://partner.example:" + server.actualPort() + "/";
        Resolver here = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        Egress stranger = egress(true, here, new HttpClientOptions().setTrustOptions(theirs));

        // When
        clientCertificate = Optional.of(certificate);
        clientKey = Optional.of(key);
        int status = post(egress(true, here, new HttpClientOptions().setTrustOptions(theirs)), url);

        // Then
        assertThat(status).isEqualTo(204);
        assertThatThrownBy(() -> post(stranger, url)).isInstanceOf(Exception.class);

        // And one without the other stops the start
        clientKey = Optional.empty();
        assertThatThrownBy(() -> egress(true, here, new HttpClientOptions()))
                .hasMessageContaining("penah.egress.client-key");
    }

    @Test
    void a_client_certificate_that_is_none_stops_the_start_and_cuts_off_nobody(@TempDir Path folder) throws Exception {
        // Given
        clientCertificate = Optional.of(Files.writeString(folder.resolve("ours.pem"), "not a certificate"));
        clientKey = Optional.of(Files.writeString(folder.resolve("ours.key"), "nor a key"));

        // When
        assertThatThrownBy(() -> egress(true, InetAddress::getAllByName, new HttpClientOptions()))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("penah.egress.client-certificate and penah.egress.client-key");
    }

    /** As {@code openssl} and its manual make it of the server's certificate. */
    private static String pin(PfxOptions certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(
                new java.io.File(certificate.getPath()),
                certificate.getPassword().toCharArray());
        byte[] key = store.getCertificate("server").getPublicKey().getEncoded();
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }

    /** What the waiting caller gets, without what waiting wrapped around it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 42, 99, 1000, 2000})
    void a_status_that_there_is_not_is_a_refusal(int status) {
        // When
        Outcome outcome = Outcome.of(new Reply(status, Map.of(), new byte[0]));

        // Then
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
        assertThat(outcome.status()).isNull();
    }

    private static Outcome.Kind kind(Throwable fault) {
        return Outcome.of(
                        fault instanceof java.util.concurrent.CompletionException && fault.getCause() != null
                                ? fault.getCause()
                                : fault)
                .kind();
    }

    private static PfxOptions certificate() {
        return new PfxOptions()
                .setPath(Certificate.of("partner.example").keyStore().toString())
                .setPassword(Certificate.PASSWORD);
    }

    private int post(RawServer server) {
        return post(
                egress(true, InetAddress::getAllByName, new HttpClientOptions()),
                "http://127.0.0.1:" + server.port() + "/alerts");
    }

    private static int post(Egress egress, String url) {
        return post(egress, url, Set.of());
    }

    private static int post(Egress egress, String url, Set<String> pins) {
        return egress.post(new Target(URI.create(url), pins), Map.of("some", "header"), "body".getBytes(US_ASCII))
                .await()
                .atMost(LIMIT)
                .status();
    }

    private Egress egress(boolean allowLoopback, Resolver resolver, HttpClientOptions options) {
        Settings settings = new Settings(
                allowLoopback, Optional.empty(), Optional.empty(), 9050, clientCertificate, clientKey, deadline);
        return new Egress(settings, vertx, resolver, options);
    }

    private static String readRequest(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\nbody") < 0) {
            request.append((char) in.read());
        }
        return request.toString();
    }

    /** A server that may break every rule of HTTP. */
    private static final class RawServer implements AutoCloseable {

        interface Conversation {

            void hold(InputStream in, OutputStream out) throws IOException;
        }

        private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        RawServer(Conversation conversation) throws IOException {
            Thread thread = new Thread(() -> {
                while (!socket.isClosed()) {
                    try (Socket connection = socket.accept()) {
                        conversation.hold(connection.getInputStream(), connection.getOutputStream());
                    } catch (IOException closed) {
                        if (!socket.isClosed()) {
                            throw new UncheckedIOException(closed);
                        }
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
