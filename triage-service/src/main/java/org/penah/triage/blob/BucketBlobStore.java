package org.penah.triage.blob;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Gets and deletes sealed tips as objects of a bucket, which need no other rights. */
final class BucketBlobStore implements BlobStore {

    private static final Logger LOG = Logger.getLogger(BucketBlobStore.class);

    private static final int CONNECTIONS = 32;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than a browser may be silent before its own connection is cut: until then nobody reads from ours. */
    private static final Duration IDLE = Duration.ofMinutes(2);

    private static final int RETRIES = 2;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int OK = 200;
    private static final int ABSENT = 404;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final BucketConfig config;
    private final AwsCredentialsIdentity user;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final HttpClient client;
    private final Duration patience;
    private final Counter failures;
    private volatile boolean failing;

    /** @param tls whom to trust, if not the authorities that the JDK knows */
    BucketBlobStore(BucketConfig config, Optional<TlsConfiguration> tls, Vertx vertx, MeterRegistry registry) {
        requireSafe(config);
        this.config = config;
        this.patience = config.patience().orElse(BucketConfig.PATIENCE);
        this.user = AwsCredentialsIdentity.create(
                config.accessKey(), config.secretKey().get());
        HttpClientOptions options = new HttpClientOptions();
        tls.ifPresent(trusted -> TlsConfigUtils.configure(options, trusted));
        this.client = vertx.createHttpClient(options.setSsl(isEncrypted(config.endpoint()))
                .setVerifyHost(true)
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setIdleTimeout((int) IDLE.toSeconds()));
        this.failures = registry.counter("penah.blobs.failures");
        registry.gauge("penah.blobs.failing", this, store -> store.isFailing() ? 1 : 0);
    }

    @Override
    public Uni<Multi<Buffer>> get(UUID blobId) {
        return observed(ask(SdkHttpMethod.GET, blobId, BucketBlobStore::opened)
                .onFailure(BucketBlobStore::mayPass)
                .retry()
                .withBackOff(PAUSE)
                .atMost(RETRIES));
    }

    /** Not tried again here: who deletes comes back until it is done. */
    @Override
    public Uni<Void> delete(UUID blobId) {
        return observed(ask(SdkHttpMethod.DELETE, blobId, BucketBlobStore::deleted));
    }

    @Override
    public boolean isFailing() {
        return failing;
    }

    private <T> Uni<T> observed(Uni<T> answer) {
        return answer.onItem().invoke(() -> failing = false).onFailure().invoke(fault -> {
            if (!(fault instanceof BlobGoneException)) {
                failing = true;
                failures.increment();
                LOG.errorf(
                        "a blob could not be reached: %s",
                        fault instanceof BucketException answered
                                ? answered.getMessage()
                                : fault.getClass().getName());
            }
        });
    }

    private static boolean mayPass(Throwable fault) {
        return fault instanceof BucketException answer ? answer.mayPass() : !(fault instanceof BlobGoneException);
    }

    /** @param taken what becomes of the answer, which is paused */
    private <T> Uni<T> ask(SdkHttpMethod method, UUID blobId, Function<HttpClientResponse, Future<T>> taken) {
        return Uni.createFrom()
                .completionStage(() -> client.request(signed(method, blobId))
                        .compose(request -> request.send()
                                .compose(response -> taken.apply(response.pause()))
                                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                                .onFailure(fault -> request.reset()))
                        .toCompletionStage());
    }

    private static Future<Multi<Buffer>> opened(HttpClientResponse response) {
        if (response.statusCode() == ABSENT) {
            return Future.failedFuture(new BlobGoneException());
        }
        if (response.statusCode() != OK) {
            return Future.failedFuture(new BucketException(response.statusCode()));
        }
        HttpClientRequest request = response.request();
        return Future.succeededFuture(body(response).onCancellation().invoke(() -> request.reset()));
    }

    /** A body that broke off before anybody read it refuses its reader by an exception; here it fails like any other. */
    private static Multi<Buffer> body(HttpClientResponse response) {
        Multi<Buffer> body = MultiHelper.toMulti(response);
        return new AbstractMulti<>() {
            @Override
            public void subscribe(MultiSubscriber<? super Buffer> reader) {
                try {
                    body.subscribe(reader);
                } catch (IllegalStateException brokenOff) {
                    Subscriptions.fail(reader, brokenOff);
                }
            }
        };
    }

    private static Future<Void> deleted(HttpClientResponse response) {
        if (response.statusCode() / 100 != 2 && response.statusCode() != ABSENT) {
            return Future.failedFuture(new BucketException(response.statusCode()));
        }
        return response.resume().end();
    }

    private RequestOptions signed(SdkHttpMethod method, UUID blobId) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(method)
                .uri(config.endpoint().resolve("/" + config.name() + "/" + blobId))
                .build();
        SdkHttpRequest signed = signer.sign(sign -> sign.identity(user)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(
                                AwsV4HttpSigner.REGION_NAME, config.region().orElse(BucketConfig.REGION))
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(method.name()))
                .setAbsoluteURI(signed.getUri().toString())
                .setConnectTimeout(patience.toMillis());
        signed.forEachHeader((name, values) -> options.putHeader(name, values.get(0)));
        return options;
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
