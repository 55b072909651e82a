package org.penah.intake.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.tls.TlsConfiguration;
import io.smallrye.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBucket;
import org.penah.testbed.bucket.BucketServer;
import org.penah.testbed.bucket.BucketServer.Fault;

/** Against a store that checks signatures and takes nothing but new objects. */
class BucketUploadTest {

    private record Settings(URI endpoint, String name, String accessKey, Secret<String> secretKey)
            implements BucketConfig {

        @Override
        public Optional<String> region() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> idle() {
            return Optional.of(Duration.ofSeconds(2));
        }
    }

    private record Store(
            Path directory, Duration sweepAfter, MemorySize reserve, int spare, Optional<BucketConfig> bucket)
            implements BlobConfig {}

    private final Vertx vertx = Vertx.vertx();
    private final LocalBucket local = new LocalBucket();
    private BucketServer server;
    private final UUID id = UUID.randomUUID();
    private Bucket bucket;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        local.start();
        server = LocalBucket.current();
        bucket = bucket(LocalBucket.SECRET);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        local.stop();
    }

    @Test
    void a_blob_is_in_the_bucket_as_it_was_written_and_no_longer_here() throws Exception {
        // Given
        byte[] sealed = new byte[5_000_000];
        new Random(7).nextBytes(sealed);

        // When
        send(sealed);

        // Then
        assertThat(server.keys()).containsExactly(id.toString());
        assertThat(server.content(id.toString())).isEqualTo(sealed);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void the_request_says_no_more_than_it_must() throws Exception {
        // When
        send(new byte[] {1});

        // Then
        assertThat(server.seen())
                .singleElement()
                .satisfies(request -> assertThat(request.headers())
                        .containsOnlyKeys(
                                "authorization",
                                "content-length",
                                "content-type",
                                "host",
                                "if-none-match",
                                "x-amz-content-sha256",
                                "x-amz-date"));
    }

    @Test
    void a_store_that_is_busy_for_a_moment_is_asked_again() throws Exception {
        // Given
        server.fail(Fault.BUSY, 2);

        // When
        send(new byte[] {1, 2});

        // Then
        assertThat(server.seen()).hasSize(3);
        assertThat(server.content(id.toString())).containsExactly(1, 2);
        assertThat(bucket.isFailing()).isFalse();
    }

    @Test
    void a_store_whose_answer_was_lost_is_asked_again_and_has_one_object() throws Exception {
        // Given
        server.fail(Fault.ANSWER_LOST, 1);

        // When
        send(new byte[] {1, 2});

        // Then
        assertThat(server.seen()).hasSize(2);
        assertThat(server.keys()).containsExactly(id.toString());
    }

    @Test
    void a_store_that_says_nothing_is_given_up_and_asked_again() throws Exception {
        // Given
        server.fail(Fault.SILENT, 1);

        // When
        send(new byte[] {1, 2});

        // Then
        assertThat(server.seen()).hasSize(2);
        assertThat(server.content(id.toString())).containsExactly(1, 2);
    }

    @Test
    void a_store_that_is_away_is_told_and_the_next_blob_heals_it() throws Exception {
        // Given
        server.goAway();

        // When
        var away = assertThatThrownBy(() -> send(new byte[] {1}));
        boolean failing = bucket.isFailing();
        server.comeBack();
        send(new byte[] {1});

        // Then
        away.isInstanceOf(ExecutionException.class);
        assertThat(failing).isTrue();
        assertThat(bucket.isFailing()).isFalse();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void wrong_credentials_are_not_tried_again() {
        // Given
        bucket = bucket("another secret");

        // When
        var refused = assertThatThrownBy(() -> send(new byte[] {1}));

        // Then
        refused.hasRootCauseInstanceOf(BucketException.class)
                .hasRootCauseMessage("the store answered 403 SignatureDoesNotMatch");
        assertThat(server.seen()).hasSize(1);
        assertThat(server.keys()).isEmpty();
    }

    @Test
    void an_object_is_never_put_over_another() throws Exception {
        // Given
        send(new byte[] {1});

        // When
        var again = assertThatThrownBy(() -> send(new byte[] {2}));

        // Then
        again.hasRootCauseInstanceOf(BucketException.class);
        assertThat(server.content(id.toString())).containsExactly(1);
    }

    @Test
    void what_was_not_delivered_can_not_be_completed() {
        // When
        var complete = assertThatThrownBy(() -> onContext(upload -> upload.complete()));

        // Then
        complete.hasRootCauseMessage("the bucket does not have it");
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void an_authority_that_nobody_named_is_not_trusted() {
        // Given
        bucket = bucket(server.endpoint(), LocalBucket.SECRET, Optional.empty());

        // When
        var refused = assertThatThrownBy(() -> send(new byte[] {1}));

        // Then
        refused.hasCauseInstanceOf(SSLHandshakeException.class);
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_certificate_for_another_name_is_not_trusted() {
        // Given
        URI other = URI.create("https://127.0.0.1:" + server.endpoint().getPort());
        bucket = bucket(other, LocalBucket.SECRET, Optional.of(LocalBucket.trust()));

        // When
        var refused = assertThatThrownBy(() -> send(new byte[] {1}));

        // Then
        refused.hasCauseInstanceOf(SSLHandshakeException.class);
        assertThat(server.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://store.example.org", "store.example.org", "ftp://127.0.0.1"})
    void nothing_goes_over_a_network_in_clear(String endpoint) {
        // Given
        URI plain = URI.create(endpoint);

        // When
        var open = assertThatThrownBy(() -> bucket(plain, LocalBucket.SECRET, Optional.empty()));

        // Then
        open.isInstanceOf(IllegalArgumentException.class);
    }

    private void send(byte[] sealed) throws Exception {
        onContext(upload -> {
            upload.write(sealed);
            return upload.deliver()
                    .compose(there -> upload.complete())
                    .recover(fault -> upload.discard().compose(gone -> Future.failedFuture(fault)));
        });
    }

    private Bucket bucket(String secret) {
        return bucket(server.endpoint(), secret, Optional.of(LocalBucket.trust()));
    }

    private Bucket bucket(URI endpoint, String secret, Optional<TlsConfiguration> tls) {
        var settings = new Settings(endpoint, LocalBucket.NAME, LocalBucket.USER, () -> secret);
        return new Bucket(settings, tls, vertx, new SimpleMeterRegistry());
    }

    private void onContext(Function<BlobUpload, Future<Void>> work) throws Exception {
        var store = new DirectoryBlobStore(
                new Store(
                        Files.createDirectories(directory),
                        Duration.ZERO,
                        new MemorySize(BigInteger.ZERO),
                        0,
                        Optional.empty()),
                Clock.systemUTC(),
                vertx,
                Optional.of(bucket));
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.runOnContext(ignored -> work.apply(store.begin(id, () -> true, fault -> {}))
                .onComplete(result -> {
                    if (result.succeeded()) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(result.cause());
                    }
                }));
        done.get(30, TimeUnit.SECONDS);
    }
}
