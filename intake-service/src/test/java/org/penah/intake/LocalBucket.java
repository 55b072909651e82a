package org.penah.intake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A store that checks signatures, and in front of it what grants one right alone, to put an object where there is none; it
 * can also be told to fail. Its certificate is of an authority of its own.
 */
public final class LocalBucket implements QuarkusTestResourceLifecycleManager {

    public static final String NAME = "tips";
    public static final String USER = "intake";
    public static final String SECRET = "a secret of the bucket's user";

    /** What the front does with the next requests. */
    public enum Fault {
        /** Answers 503. */
        BUSY,
        /** Lets the request through and cuts the connection instead of answering. */
        ANSWER_LOST,
        /** Reads and says nothing. */
        SILENT
    }

    /** A request as it came. */
    public record Seen(String method, Map<String, String> headers) {}

    /** Of its own authority, which is itself. */
    private static final Path CERTIFICATE = certificate();

    private static LocalBucket current;

    private final BlobStore store = new TransientNio2BlobStore();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile Fault fault = Fault.BUSY;
    private S3Proxy behind;
    private HttpServer front;
    private int port;

    @Override
    public Map<String, String> start() {
        current = this;
        store.createContainer(NAME);
        behind = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, USER, SECRET)
                .v4MaxNonChunkedRequestSize(1L << 30)
                .build();
        try {
            behind.start();
        } catch (Exception notStarted) {
            throw new IllegalStateException(notStarted);
        }
        comeBack();
        return Map.of(
                "penah.blobs.bucket.endpoint",
                endpoint().toString(),
                "quarkus.tls.blobs.trust-store.pem.certs",
                CERTIFICATE.toString(),
                "penah.blobs.bucket.name",
                NAME,
                "penah.blobs.bucket.access-key",
                USER,
                "penah.blobs.bucket.secret-key",
                SECRET,
                "penah.blobs.bucket.idle",
                "2s");
    }

    @Override
    public void stop() {
        try {
            behind.stop();
        } catch (Exception notStopped) {
            throw new IllegalStateException(notStopped);
        }
        await(vertx.close());
    }

    /** The one that the service under test was given. */
    public static LocalBucket current() {
        return current;
    }

    public URI endpoint() {
        return URI.create("https://localhost:" + port);
    }

    /** What {@code quarkus.tls.blobs} is where it names the authority of this store. */
    public static TlsConfiguration trust() {
        return new BaseTlsConfiguration() {
            @Override
            public TrustOptions getTrustStoreOptions() {
                return new PemTrustOptions().addCertPath(CERTIFICATE.toString());
            }

            @Override
            public SSLOptions getSSLOptions() {
                return new SSLOptions();
            }
        };
    }

    private static Path certificate() {
        try {
            Path folder = Files.createTempDirectory("bucket");
            Process openssl = new ProcessBuilder(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
                                    + " -subj /CN=store -addext subjectAltName=DNS:localhost -keyout key.pem -out own.pem")
                            .split(" "))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            if (openssl.waitFor() != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("log")));
            }
            return folder.resolve("own.pem");
        } catch (IOException | InterruptedException notMade) {
            throw new IllegalStateException(notMade);
        }
    }

    public void fail(Fault how, int times) {
        fault = how;
        faults.set(times);
    }

    public void goAway() {
        await(front.close());
    }

    public void comeBack() {
        PemKeyCertOptions own = new PemKeyCertOptions()
                .addCertPath(CERTIFICATE.toString())
                .addKeyPath(CERTIFICATE.resolveSibling("key.pem").toString());
        front = await(
                vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(own))
                        .requestHandler(this::pass)
                        .listen(port, "127.0.0.1"));
        port = front.actualPort();
    }

    public List<Seen> seen() {
        return seen;
    }

    public List<String> keys() {
        return store.list(ListObjectsV2Request.builder().bucket(NAME).build()).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    public byte[] content(String key) throws IOException {
        try (InputStream content = store.getBlob(NAME, key)) {
            return content.readAllBytes();
        }
    }

    private void pass(HttpServerRequest request) {
        seen.add(new Seen(request.method().name(), headers(request)));
        HttpServerResponse response = request.response();
        boolean fails = faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (fails && fault == Fault.SILENT) {
            request.resume();
        } else if (fails && fault == Fault.BUSY) {
            request.endHandler(read -> response.setStatusCode(503).end("<Error><Code>SlowDown</Code></Error>"));
        } else if (!request.method().equals(HttpMethod.PUT) || request.query() != null || !isNew(request)) {
            request.endHandler(read -> response.setStatusCode(403).end("<Error><Code>AccessDenied</Code></Error>"));
        } else {
            forward(request, fails);
        }
    }

    private static boolean isNew(HttpServerRequest request) {
        return "*".equals(request.getHeader("If-None-Match"));
    }

    private void forward(HttpServerRequest request, boolean cut) {
        request.pause();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(behind.getPort())
                .setURI(request.uri())
                .setHeaders(request.headers());
        client.request(options)
                .compose(onward -> onward.send(request))
                .compose(answer -> answer.body().map(body -> {
                    if (cut) {
                        request.connection().close();
                    } else {
                        request.response().setStatusCode(answer.statusCode()).end(body);
                    }
                    return body;
                }))
                .onFailure(broken -> request.connection().close());
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        var headers = new java.util.TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach((name, value) -> headers.put(name, value));
        return headers;
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
