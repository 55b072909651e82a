package org.penah.intake.blob;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Puts objects into one bucket of an S3-compatible store. An object is put once, in one request, and never over another:
 * no other right is needed. The request is signed together with the SHA-256 of the object, so that the store notices what
 * is damaged.
 */
final class Bucket {

    private static final Logger LOG = Logger.getLogger(Bucket.class);

    /** Between three attempts: a source waits for the answer. */
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(500), Duration.ofSeconds(2));

    /** More blobs than these wait for their turn; each is already on the disk. */
    private static final int CONNECTIONS = 16;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern CODE = Pattern.compile("<Code>(\\w{1,64})</Code>");

    private final BucketConfig config;
    private final AwsCredentialsIdentity user;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Vertx vertx;
    private final WorkerExecutor signers;
    private final HttpClient client;
    private final Counter failures;
    private volatile boolean failing;

    /** @param tls whom to trust, if not the authorities that the JDK knows */
    Bucket(BucketConfig config, Optional<TlsConfiguration> tls, Vertx vertx, MeterRegistry registry) {
        requireSafe(config);
        this.config = config;
        this.user = AwsCredentialsIdentity.create(
                config.accessKey(), config.secretKey().get());
        this.vertx = vertx;
        this.signers = vertx.createSharedWorkerExecutor(DirectoryBlobStore.POOL, DirectoryBlobStore.WRITERS);
        HttpClientOptions options = new HttpClientOptions();
        tls.ifPresent(trusted -> TlsConfigUtils.configure(options, trusted));
        this.client = vertx.createHttpClient(options.setSsl(isEncrypted(config.endpoint()))
                .setVerifyHost(true)
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setIdleTimeout((int) config.idle().orElse(BucketConfig.IDLE).toSeconds()));
        this.failures = registry.counter("penah.blobs.failures");
        registry.gauge("penah.blobs.failing", this, bucket -> bucket.failing ? 1 : 0);
    }

    /** Puts a file there; succeeds once the store has said that it is kept. */
    Future<Void> put(UUID id, Path file) {
        return attempt(id, file, 0).onSuccess(kept -> failing = false).onFailure(this::report);
    }

    /** Whether the last blob could not be put. */
    boolean isFailing() {
        return failing;
    }

    private void report(Throwable fault) {
        failing = true;
        failures.increment();
        LOG.errorf(
                "a blob could not be put: %s",
                fault instanceof BucketException answer
                        ? answer.getMessage()
                        : fault.getClass().getName());
    }

    private Future<Void> attempt(UUID id, Path file, int before) {
        return once(id, file).recover(fault -> {
            if (before > 0 && fault instanceof BucketException answer && answer.isThereAlready()) {
                // The attempt before had arrived; only its answer had not.
                return Future.succeededFuture();
            }
            return before < PAUSES.size() && mayPass(fault)
                    ? pause(PAUSES.get(before)).compose(over -> attempt(id, file, before + 1))
                    : Future.failedFuture(fault);
        });
    }

    private static boolean mayPass(Throwable fault) {
        return !(fault instanceof BucketException answer) || answer.mayPass();
    }

    private Future<Void> pause(Duration length) {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(length.toMillis(), timer -> over.complete());
        return over.future();
    }

    private Future<Void> once(UUID id, Path file) {
        return signers.executeBlocking(() -> signed(id, file), false)
                .compose(client::request)
                .compose(request -> vertx.fileSystem()
                        .open(
                                file.toString(),
                                new OpenOptions().setCreate(false).setWrite(false))
                        .compose(content -> send(request, content))
                        .onFailure(fault -> request.reset()));
    }

    private static Future<Void> send(HttpClientRequest request, AsyncFile content) {
        return request.send(content).compose(Bucket::answer).eventually(() -> content.close());
    }

    private static Future<Void> answer(HttpClientResponse response) {
        if (response.statusCode() / 100 == 2) {
            return response.end();
        }
        // Its first piece holds the code; more of what a broken store may say is not read.
        Promise<Void> refused = Promise.promise();
        response.handler(piece -> refused.tryFail(new BucketException(response.statusCode(), code(piece))));
        response.exceptionHandler(refused::tryFail);
        response.endHandler(end -> refused.tryFail(new BucketException(response.statusCode(), "")));
        return refused.future();
    }

    private static String code(Buffer error) {
        Matcher code = CODE.matcher(error.toString());
        return code.find() ? code.group(1) : "";
    }

    /** Reads the file once for its digest. */
    private RequestOptions signed(UUID id, Path file) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(config.endpoint().resolve("/" + config.name() + "/" + id))
                .putHeader("Content-Length", Long.toString(Files.size(file)))
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("If-None-Match", "*")
                .build();
        try (InputStream content = Files.newInputStream(file)) {
            SdkHttpRequest signed = signer.sign(sign -> sign.identity(user)
                            .request(request)
                            .payload(() -> content)
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                            .putProperty(
                                    AwsV4HttpSigner.REGION_NAME, config.region().orElse(BucketConfig.REGION))
                            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                    .request();
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.PUT)
                    .setAbsoluteURI(signed.getUri().toString());
            signed.forEachHeader((name, values) -> options.putHeader(name, values.get(0)));
            return options;
        }
    }

    private static void requireSafe(BucketConfig config) {
        URI endpoint = config.endpoint();
        if (endpoint.getHost() == null || !(isEncrypted(endpoint) || isThisMachine(endpoint))) {
            throw new IllegalArgumentException("penah.blobs.bucket.endpoint must be https://host[:port]");
        }
        if (!NAME.matcher(config.name()).matches()) {
            throw new IllegalArgumentException("penah.blobs.bucket.name is not a bucket name");
        }
    }

    private static boolean isEncrypted(URI endpoint) {
        return "https".equals(endpoint.getScheme());
    }

    private static boolean isThisMachine(URI endpoint) {
        try {
            return "http".equals(endpoint.getScheme())
                    && InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
