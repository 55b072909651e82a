package org.penah.notify.egress;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Posts to partners and reads nothing but the status.
 *
 * <p>Every request stands alone: looked up, checked and pinned again, on a new connection, with no redirect, no
 * cookie and no header that names this machine, its software's version or a trace.
 */
@ApplicationScoped
public class Egress {

    /** A partner's lease lasts 20 s: a request must be over before another instance may begin one. */
    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(15);

    private static final String USER_AGENT = "Penah";
    private static final int MAX_HEADER_BYTES = 8192;
    private static final int MAX_STATUS_LINE_BYTES = 1024;

    // More than one is only for partners that share a host: a partner has one request at a time.
    private static final int MAX_CONNECTIONS_PER_HOST = 64;

    // When a request leaves must not tell what else the service does: no change of an alert runs on these threads.
    private static final VertxOptions THREADS_OF_REQUESTS = new VertxOptions()
            .setEventLoopPoolSize(2)
            .setUseDaemonThread(true)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));

    private final EgressConfig config;
    private final Vertx vertx;
    private final HttpClient client;
    private final Resolver resolver;

    // A name server that hangs holds up nobody else: a partner has one request at a time, so there are few.
    private final Executor lookUps = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "look-up");
        thread.setDaemon(true);
        return thread;
    });

    @Inject
    Egress(EgressConfig config) {
        this(config, Vertx.vertx(THREADS_OF_REQUESTS), InetAddress::getAllByName, new HttpClientOptions());
    }

    /** @param options what a test trusts beside the platform's authorities */
    Egress(EgressConfig config, Vertx vertx, Resolver resolver, HttpClientOptions options) {
        if (config.deadline().compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException(
                    "penah.egress.deadline is longer than " + LONGEST_DEADLINE.toSeconds() + " s");
        }
        if (config.clientCertificate().isPresent() != config.clientKey().isPresent()) {
            throw new IllegalArgumentException(
                    "penah.egress.client-certificate and penah.egress.client-key are nothing without each other");
        }
        config.clientCertificate()
                .ifPresent(certificate -> options.setKeyCertOptions(
                        pair(certificate, config.clientKey().orElseThrow(), vertx)));
        this.config = config;
        this.vertx = vertx;
        this.resolver = resolver;
        this.client = vertx.createHttpClient(options.setKeepAlive(false)
                .setVerifyHost(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
                .setConnectTimeout((int) config.deadline().toMillis())
                // Ends a connection that is made only after the deadline, when nobody waits for it any more.
                .setIdleTimeout((int) config.deadline().toSeconds())
                .setMaxPoolSize(MAX_CONNECTIONS_PER_HOST));
    }

    private static PemKeyCertOptions pair(Path certificate, Path key, Vertx vertx) {
        PemKeyCertOptions pair =
                new PemKeyCertOptions().setCertValue(read(certificate)).setKeyValue(read(key));
        try {
            // Else it is read at the first request, and a wrong one cuts off every partner with https.
            pair.getKeyManagerFactory(vertx.getDelegate());
            return pair;
        } catch (Exception unusable) {
            throw new IllegalArgumentException(
                    "penah.egress.client-certificate and penah.egress.client-key are no certificate and key in PEM",
                    unusable);
        }
    }

    private static io.vertx.core.buffer.Buffer read(Path pem) {
        try {
            return io.vertx.core.buffer.Buffer.buffer(Files.readAllBytes(pem));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Made at start, so that a setting that is refused stops the start and not the first alert. */
    void start(@Observes StartupEvent started) {}

    @PreDestroy
    void stop() {
        vertx.closeAndForget();
    }

    /** Posts a body and answers the response's status and headers; the rest is not read. */
    public Uni<Reply> post(Target target, Map<String, String> headers, byte[] body) {
        return post(target, headers, body, 0, config.deadline());
    }

    /**
     * Posts a body and reads the response, up to a length: a longer one is a failure.
     *
     * <p>Fails with {@link ForbiddenDestinationException} before any connection is made, with Mutiny's
     * {@link TimeoutException} at the deadline, and with an {@link IOException} of some kind otherwise.
     */
    public Uni<Reply> post(
            Target target, Map<String, String> headers, byte[] body, int maxReplyBytes, Duration deadline) {
        return Uni.createFrom()
                .deferred(() -> lookUp(target.url(), headers))
                .runSubscriptionOn(lookUps)
                .chain(client::request)
                .chain(request -> send(request, target, body, maxReplyBytes))
                .ifNoItem()
                .after(deadline)
                .fail()
                .onFailure(Egress::isTheOtherSides)
                .transform(fault -> new IOException(fault.getClass().getName()));
    }

    /** Netty and Vert.x have failures of many kinds, and some quote what the server sent. */
    private static boolean isTheOtherSides(Throwable fault) {
        return !(fault instanceof ForbiddenDestinationException
                || fault instanceof TimeoutException
                || fault instanceof IOException);
    }

    private Uni<RequestOptions> lookUp(URI url, Map<String, String> headers) {
        try {
            Destination destination = Destination.of(url, config.allowLoopback(), config.canary(), resolver);
            return Uni.createFrom().item(options(destination, headers));
        } catch (ForbiddenDestinationException | UnknownHostException refused) {
            return Uni.createFrom().failure(refused);
        }
    }

    private RequestOptions options(Destination destination, Map<String, String> headers)
            throws ForbiddenDestinationException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(destination.host())
                .setPort(destination.port())
                .setSsl(destination.isEncrypted())
                .setURI(destination.pathAndQuery())
                .setFollowRedirects(false)
                .putHeader("user-agent", USER_AGENT);
        headers.forEach(options::putHeader);
        InetAddress address = destination.address();
        if (address != null) {
            return options.setServer(SocketAddress.inetSocketAddress(destination.port(), address.getHostAddress()));
        }
        return options.setProxyOptions(new ProxyOptions()
                .setType(ProxyType.SOCKS5)
                .setHost(config.torHost()
                        .orElseThrow(() ->
                                new ForbiddenDestinationException("an onion service needs penah.egress.tor-host")))
                .setPort(config.torPort()));
    }

    private static Uni<Reply> send(HttpClientRequest request, Target target, byte[] body, int maxReplyBytes) {
        // What a partner's server does wrong is an outcome; left alone, Vert.x would log it, in the partner's words.
        request.connection().exceptionHandler(fault -> {});
        try {
            // Before the first byte of the request.
            target.require(request.connection().sslSession());
        } catch (SSLPeerUnverifiedException refused) {
            request.connection().closeAndForget();
            return Uni.createFrom().failure(refused);
        }
        return request.send(Buffer.buffer(body))
                .invoke(response -> response.exceptionHandler(fault -> {}))
                .chain(response -> read(response, maxReplyBytes))
                // At the deadline, too: what still drips in ends here.
                .onTermination()
                .invoke(() -> request.connection().closeAndForget());
    }

    private static Uni<Reply> read(HttpClientResponse response, int most) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        if (most == 0) {
            return Uni.createFrom().item(new Reply(response.statusCode(), headers, new byte[0]));
        }
        Buffer body = Buffer.buffer(most);
        return Uni.createFrom().emitter(emitter -> {
            response.exceptionHandler(emitter::fail);
            response.endHandler(() -> emitter.complete(new Reply(response.statusCode(), headers, body.getBytes())));
            response.handler(chunk -> {
                if (body.length() + chunk.length() > most) {
                    emitter.fail(new IOException("the answer is too long"));
                } else {
                    body.appendBuffer(chunk);
                }
            });
        });
    }
}
