package org.penah.testbed.bucket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.BlobStoreLocator;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.penah.testbed.tls.Certificate;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Serves one bucket of an S3-compatible store. S3Proxy checks signatures; a server in front of it speaks TLS, refuses what
 * was not granted, and fails when it is told to.
 */
public final class BucketServer implements AutoCloseable {

    /** How the next requests fail. */
    public enum Fault {
        /** It answers 503. */
        BUSY,
        /** The request gets through, and the connection is cut instead of an answer. */
        ANSWER_LOST,
        /** The connection is cut after the first bytes of the answer. */
        ANSWER_CUT,
        /** It reads and says nothing. */
        SILENT
    }

    /** Made once: it takes a second. */
    private static final class OnThisMachine {

        static final Certificate CERTIFICATE = Certificate.of("localhost");
    }

    /** A request as it came. */
    public record Seen(String method, Map<String, String> headers) {}

    private final String name;
    private final BlobStore store;
    private final S3Proxy behind;
    private final Certificate certificate;
    private final Predicate<HttpServerRequest> granted;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile Fault fault = Fault.BUSY;
    private @Nullable HttpServer front;
    private int port;

    /**
     * Starts it.
     *
     * @param store what holds the objects, in a container of the bucket's name
     * @param users says who may sign
     * @param certificate of the name by which it is called
     * @param port where it listens; 0 for a free one
     * @param granted whether a request gets through to the store
     */
    public BucketServer(
            String name,
            BlobStore store,
            UnaryOperator<S3Proxy.Builder> users,
            Certificate certificate,
            int port,
            Predicate<HttpServerRequest> granted) {
        this.name = name;
        this.store = store;
        this.certificate = certificate;
        this.port = port;
        this.granted = granted;
        behind = users.apply(S3Proxy.builder()
                        .blobStore(store)
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .v4MaxNonChunkedRequestSize(1L << 30))
                .build();
        try {
            behind.start();
        } catch (Exception notStarted) {
            throw new IllegalStateException(notStarted);
        }
        comeBack();
    }

    /** Asks this from now on who may sign, and with which secret. */
    public void locate(BlobStoreLocator users) {
        behind.setBlobStoreLocator(users);
    }

    /** Starts one in memory, with one user. */
    public static BucketServer start(String name, String user, String secret, Predicate<HttpServerRequest> granted) {
        BlobStore store = new TransientNio2BlobStore();
        store.createContainer(name);
        return new BucketServer(
                name,
                store,
                proxy -> proxy.awsAuthentication(AuthenticationType.AWS_V4, user, secret),
                OnThisMachine.CERTIFICATE,
                0,
                granted);
    }

    public URI endpoint() {
        return URI.create("https://localhost:" + port);
    }

    /** Signed by its own key. */
    public Certificate certificate() {
        return certificate;
    }

    /** Takes no connections until {@link #comeBack}. */
    public void goAway() {
        HttpServer running = front;
        front = null;
        if (running != null) {
            await(running.close());
        }
    }

    public void comeBack() {
        PfxOptions own =
                new PfxOptions().setPath(certificate.keyStore().toString()).setPassword(Certificate.PASSWORD);
        HttpServer fresh = await(
                vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(own))
                        .requestHandler(this::pass)
                        .listen(port));
        port = fresh.actualPort();
        front = fresh;
    }

    /** Fails in this way for so many requests, from now on. */
    public void fail(Fault how, int times) {
        fault = how;
        faults.set(times);
    }

    /** The requests that came, in their order. */
    public List<Seen> seen() {
        return seen;
    }

    /** Puts an object, past what is granted. */
    public void put(String key, byte[] content) {
        store.putBlob(
                PutObjectRequest.builder()
                        .bucket(name)
                        .key(key)
                        .contentLength((long) content.length)
                        .build(),
                new ByteArrayInputStream(content));
    }

    public List<String> keys() {
        return store.list(ListObjectsV2Request.builder().bucket(name).build()).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    public byte[] content(String key) throws IOException {
        try (InputStream content = store.getBlob(name, key)) {
            return content.readAllBytes();
        }
    }

    private void pass(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach((header, value) -> headers.put(header, value));
        seen.add(new Seen(request.method().name(), headers));
        boolean fails = faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (fails && fault == Fault.SILENT) {
            request.resume();
        } else if (fails && fault == Fault.BUSY) {
            refuse(request, 503, "SlowDown");
        } else if (!granted.test(request)) {
            refuse(request, 403, "AccessDenied");
        } else {
            forward(request, fails);
        }
    }

    private static void refuse(HttpServerRequest request, int status, String code) {
        request.endHandler(
                read -> request.response().setStatusCode(status).end("<Error><Code>" + code + "</Code></Error>"));
    }

    private void forward(HttpServerRequest request, boolean fails) {
        request.pause();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(behind.getPort())
                .setURI(request.uri())
                .setHeaders(request.headers());
        client.request(options)
                .compose(onward -> onward.send(request))
                .compose(answer -> fails ? cut(request, answer) : answer(request, answer))
                .onFailure(broken -> request.connection().close());
    }

    private static Future<Void> answer(HttpServerRequest request, HttpClientResponse answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.statusCode());
        response.headers().setAll(answer.headers());
        return answer.pipeTo(response);
    }

    private Future<Void> cut(HttpServerRequest request, HttpClientResponse answer) {
        if (fault == Fault.ANSWER_LOST) {
            return answer.end().eventually(() -> request.connection().close());
        }
        HttpServerResponse response = request.response().setStatusCode(answer.statusCode());
        response.headers().setAll(answer.headers());
        answer.handler(piece ->
                response.write(piece).onComplete(sent -> request.connection().close()));
        return Future.succeededFuture();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        await(vertx.close());
        try {
            behind.stop();
        } catch (Exception notStopped) {
            throw new IllegalStateException(notStopped);
        }
    }
}
