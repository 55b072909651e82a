package org.penah.triage;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A store that checks signatures, and in front of it what grants two rights alone, to get and to delete an object; it can
 * also be told to be busy, or to break off. Its certificate is of an authority of its own.
 */
public final class LocalBucket implements QuarkusTestResourceLifecycleManager {

    public static final String NAME = "tips";
    public static final String USER = "triage";
    public static final String SECRET = "a secret of the bucket's user";

    private static final Set<HttpMethod> GRANTED = Set.of(HttpMethod.GET, HttpMethod.DELETE);

    /** Of its own authority, which is itself. */
    private static final Path CERTIFICATE = certificate();

    @SuppressWarnings("NullAway.Init")
    private static LocalBucket current;

    private final BlobStore store = new TransientNio2BlobStore();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean breakingOff;
    private final S3Proxy behind = S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, USER, SECRET)
            .build();

    @SuppressWarnings("NullAway.Init")
    private HttpServer front;

    private int port;

    @Override
    public Map<String, String> start() {
        current = this;
        store.createContainer(NAME);
        try {
            behind.start();
        } catch (Exception notStarted) {
            throw new IllegalStateException(notStarted);
        }
        comeBack();
        return Map.of(
                "penah.blobs.bucket.endpoint", endpoint().toString(),
                "quarkus.tls.blobs.trust-store.pem.certs", CERTIFICATE.toString(),
                "penah.blobs.bucket.name", NAME,
                "penah.blobs.bucket.access-key", USER,
                "penah.blobs.bucket.secret-key", SECRET);
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

    /** Answers the next requests with 503. */
    public void beBusy(int times) {
        busy.set(times);
    }

    /** Whether it ends its answers after their first piece. */
    public void breakOff(boolean doesSo) {
        breakingOff = doesSo;
    }

    /** The methods of the requests that came. */
    public List<String> seen() {
        return seen;
    }

    /** As intake-service would. */
    public void put(String key, byte[] sealed) {
        store.putBlob(
                PutObjectRequest.builder()
                        .bucket(NAME)
                        .key(key)
                        .contentLength((long) sealed.length)
                        .build(),
                new ByteArrayInputStream(sealed));
    }

    public List<String> keys() {
        return store.list(ListObjectsV2Request.builder().bucket(NAME).build()).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private void pass(HttpServerRequest request) {
        seen.add(request.method().name());
        if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            request.response().setStatusCode(503).end();
        } else if (!GRANTED.contains(request.method()) || request.query() != null) {
            request.response().setStatusCode(403).end();
        } else {
            forward(request);
        }
    }

    private void forward(HttpServerRequest request) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(behind.getPort())
                .setURI(request.uri())
                .setHeaders(request.headers());
        client.request(options)
                .compose(onward -> onward.send())
                .compose(answer -> {
                    var response = request.response().setStatusCode(answer.statusCode());
                    response.headers().setAll(answer.headers());
                    if (breakingOff) {
                        answer.handler(piece -> response.write(piece)
                                .onComplete(sent -> request.connection().close()));
                        return Future.<Void>succeededFuture();
                    }
                    return answer.pipeTo(response);
                })
                .onFailure(broken -> request.connection().close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
