package org.penah.triage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.tls.TlsConfiguration;
import io.smallrye.config.Secret;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.bucket.BucketServer;
import org.penah.triage.LocalBucket;

/** Against a store that checks signatures and lets objects be got and deleted, and nothing else. */
class BucketBlobStoreTest {

    private record Settings(URI endpoint, String name, String accessKey, Secret<String> secretKey)
            implements BucketConfig {

        @Override
        public Optional<String> region() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> patience() {
            return Optional.of(Duration.ofSeconds(5));
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final LocalBucket local = new LocalBucket();
    private BucketServer server;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void start() {
        local.start();
        server = LocalBucket.current();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        local.stop();
    }

    @Test
    void a_blob_is_read_as_it_was_put() {
        // Given
        byte[] sealed = sealed(3_000_000);
        server.put(id.toString(), sealed);

        // When
        Multi<Buffer> blob = done(store().get(id));

        // Then
        assertThat(content(blob)).isEqualTo(sealed);
    }

    @Test
    void a_blob_is_read_no_faster_than_it_is_taken() {
        // Given
        server.put(id.toString(), sealed(30_000_000));
        Multi<Buffer> blob = done(store().get(id));
        var slow = AssertSubscriber.<Buffer>create(1);

        // When
        blob.subscribe(slow);
        slow.awaitItems(1);
        slow.request(2).awaitItems(3);

        // Then
        assertThat(slow.getItems()).hasSize(3);
        slow.assertNotTerminated();
        slow.cancel();
    }

    @Test
    void a_blob_that_is_not_there_is_gone() {
        // When
        var get = assertThatThrownBy(() -> done(store().get(id)));

        // Then
        get.isInstanceOf(BlobGoneException.class);
        assertThat(failing()).isZero();
    }

    @Test
    void a_deleted_blob_is_gone_and_can_be_deleted_again() {
        // Given
        server.put(id.toString(), sealed(10));
        BucketBlobStore store = store();

        // When
        done(store.delete(id));
        done(store.delete(id));

        // Then
        assertThat(server.keys()).isEmpty();
    }

    @Test
    void a_store_that_is_busy_for_a_moment_is_asked_again() {
        // Given
        server.put(id.toString(), sealed(10));
        server.fail(BucketServer.Fault.BUSY, 2);

        // When
        Multi<Buffer> blob = done(store().get(id));

        // Then
        assertThat(content(blob)).hasSize(10);
        assertThat(server.seen()).hasSize(3);
    }

    @Test
    void a_store_that_is_away_deletes_nothing_and_says_so_until_it_is_back() {
        // Given
        server.put(id.toString(), sealed(10));
        BucketBlobStore store = store();
        server.goAway();

        // When
        var away = assertThatThrownBy(() -> done(store.delete(id)));
        double failing = failing();
        server.comeBack();
        done(store.delete(id));

        // Then
        away.isInstanceOf(Exception.class);
        assertThat(failing).isOne();
        assertThat(failing()).isZero();
        assertThat(server.keys()).isEmpty();
    }

    @Test
    void the_service_is_unwell_while_its_store_is_away() {
        // Given
        server.put(id.toString(), sealed(10));
        BucketBlobStore store = store();
        BlobHealth health = new BlobHealth(store);
        server.goAway();

        // When
        assertThatThrownBy(() -> done(store.get(id))).isInstanceOf(Exception.class);
        var away = health.call().getStatus();
        server.comeBack();
        done(store.get(id));

        // Then
        assertThat(away).isEqualTo(Status.DOWN);
        assertThat(health.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void wrong_credentials_are_no_absence_and_not_tried_again() {
        // Given
        server.put(id.toString(), sealed(10));

        // When
        var refused = assertThatThrownBy(() -> done(store("another secret").get(id)));

        // Then
        refused.hasMessage("the blob store answered 403");
        assertThat(server.seen()).extracting(BucketServer.Seen::method).containsExactly("GET");
    }

    @Test
    void a_blob_that_breaks_off_does_not_end_as_if_it_were_whole() {
        // Given
        server.put(id.toString(), sealed(3_000_000));
        server.fail(BucketServer.Fault.ANSWER_CUT, Integer.MAX_VALUE);
        Multi<Buffer> blob = done(store().get(id));
        var reader = AssertSubscriber.<Buffer>create(Long.MAX_VALUE);

        // When
        blob.subscribe(reader);

        // Then
        await().until(reader::hasCompleted, ended -> !ended && reader.getFailure() != null);
    }

    @Test
    void an_authority_that_nobody_named_is_not_trusted() {
        // Given
        BucketBlobStore distrustful = store(server.endpoint(), LocalBucket.SECRET, Optional.empty());

        // When
        var refused = assertThatThrownBy(() -> done(distrustful.get(id)));

        // Then
        refused.hasRootCauseInstanceOf(CertPathBuilderException.class);
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_certificate_for_another_name_is_not_trusted() {
        // Given
        URI other = URI.create("https://127.0.0.1:" + server.endpoint().getPort());
        BucketBlobStore store = store(other, LocalBucket.SECRET, Optional.of(LocalBucket.trust()));

        // When
        var refused = assertThatThrownBy(() -> done(store.get(id)));

        // Then
        refused.hasRootCauseInstanceOf(CertificateException.class);
        assertThat(server.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://store.example.org", "store.example.org", "ftp://127.0.0.1"})
    void nothing_comes_over_a_network_in_clear(String endpoint) {
        // Given
        URI plain = URI.create(endpoint);

        // When
        var open = assertThatThrownBy(() -> store(plain, LocalBucket.SECRET, Optional.empty()));

        // Then
        open.isInstanceOf(IllegalArgumentException.class);
    }

    private double failing() {
        return meters.get("penah.blobs.failing").gauge().value();
    }

    private static byte[] sealed(int size) {
        byte[] sealed = new byte[size];
        new Random(size).nextBytes(sealed);
        return sealed;
    }

    private static byte[] content(Multi<Buffer> blob) {
        return blob.collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .await()
                .atMost(Duration.ofSeconds(30))
                .getBytes();
    }

    private static <T> T done(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(30));
    }

    private BucketBlobStore store() {
        return store(LocalBucket.SECRET);
    }

    private BucketBlobStore store(String secret) {
        return store(server.endpoint(), secret, Optional.of(LocalBucket.trust()));
    }

    private BucketBlobStore store(URI endpoint, String secret, Optional<TlsConfiguration> tls) {
        var settings = new Settings(endpoint, LocalBucket.NAME, LocalBucket.USER, () -> secret);
        return new BucketBlobStore(settings, tls, vertx, meters);
    }
}
