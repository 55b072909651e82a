package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.testbed.tls.Certificate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** That the store of the system test would show a right that is missing, and one too many: asked by the SDK, not by our services. */
class ObjectStoreTest {

    private static final String KEY = "a-tip";

    /** What somebody may want who has broken in. */
    private static final Map<String, Consumer<S3Client>> DEEDS = Map.ofEntries(
            Map.entry("put", client -> put(client, "another")),
            Map.entry("put without a condition", client -> put(client, put -> put.key("another"))),
            Map.entry("put over", client -> put(client, put -> put.key(KEY))),
            Map.entry(
                    "copy",
                    client -> client.copyObject(copy -> copy.sourceBucket(ObjectStore.BUCKET)
                            .sourceKey(KEY)
                            .destinationBucket(ObjectStore.BUCKET)
                            .destinationKey("another")
                            .ifNoneMatch("*"))),
            Map.entry(
                    "put in parts",
                    client -> client.createMultipartUpload(
                            begin -> begin.bucket(ObjectStore.BUCKET).key("another"))),
            Map.entry("get", ObjectStoreTest::get),
            Map.entry(
                    "delete",
                    client -> client.deleteObject(
                            delete -> delete.bucket(ObjectStore.BUCKET).key(KEY))),
            Map.entry("list", client -> client.listObjectsV2(list -> list.bucket(ObjectStore.BUCKET))),
            Map.entry("list buckets", S3Client::listBuckets),
            Map.entry("see versioning", client -> client.getBucketVersioning(see -> see.bucket(ObjectStore.BUCKET))),
            Map.entry(
                    "change rights",
                    client -> client.putObjectAcl(
                            change -> change.bucket(ObjectStore.BUCKET).key(KEY).acl("public-read"))),
            Map.entry("delete the bucket", client -> client.deleteBucket(delete -> delete.bucket(ObjectStore.BUCKET))));

    @TempDir
    static Path certificate;

    @TempDir
    Path folder;

    private final List<S3Client> clients = new ArrayList<>();
    private ObjectStore store;

    @BeforeAll
    static void certify() {
        Certificate.make("localhost", certificate);
    }

    @BeforeEach
    void start() throws Exception {
        for (String user : ObjectStore.USERS) {
            Files.writeString(folder.resolve(user), "a secret of " + user);
        }
        store = open();
        put(as("intake-blobs"), KEY);
    }

    @AfterEach
    void close() {
        clients.forEach(S3Client::close);
        store.close();
    }

    static Stream<String> notForIntake() {
        return DEEDS.keySet().stream().filter(deed -> !deed.equals("put"));
    }

    @ParameterizedTest
    @MethodSource("notForIntake")
    void intake_may_only_put_where_there_is_nothing(String deed) {
        // When
        var refused = assertThatThrownBy(() -> attempt(deed, as("intake-blobs")));

        // Then
        refused.isInstanceOfSatisfying(
                S3Exception.class, answer -> assertThat(answer.statusCode()).isEqualTo(403));
        assertThat(get(as("triage-blobs"))).isEqualTo("sealed");
    }

    static Stream<String> notForTriage() {
        return DEEDS.keySet().stream().filter(deed -> !deed.equals("get") && !deed.equals("delete"));
    }

    @ParameterizedTest
    @MethodSource("notForTriage")
    void triage_may_only_get_and_delete(String deed) {
        // When
        var refused = assertThatThrownBy(() -> attempt(deed, as("triage-blobs")));

        // Then
        refused.isInstanceOfSatisfying(
                S3Exception.class, answer -> assertThat(answer.statusCode()).isEqualTo(403));
        assertThat(get(as("triage-blobs"))).isEqualTo("sealed");
    }

    static Set<String> all() {
        return DEEDS.keySet();
    }

    @ParameterizedTest
    @MethodSource("all")
    void nobody_else_may_do_anything(String deed) {
        // Given
        S3Client forger = client("triage-blobs", "a secret of intake-blobs");

        // When
        var unknown = assertThatThrownBy(() -> attempt(deed, as("somebody")));
        var forged = assertThatThrownBy(() -> attempt(deed, forger));

        // Then
        unknown.isInstanceOfSatisfying(
                S3Exception.class, answer -> assertThat(answer.statusCode()).isEqualTo(403));
        forged.isInstanceOfSatisfying(
                S3Exception.class, answer -> assertThat(answer.statusCode()).isEqualTo(403));
    }

    @Test
    void what_is_there_is_not_put_over_and_is_gone_when_it_was_deleted() {
        // When
        var again = assertThatThrownBy(() -> put(as("intake-blobs"), KEY));
        attempt("delete", as("triage-blobs"));
        var gone = assertThatThrownBy(() -> get(as("triage-blobs")));

        // Then
        again.isInstanceOfSatisfying(
                S3Exception.class, answer -> assertThat(answer.statusCode()).isEqualTo(412));
        gone.isInstanceOfSatisfying(
                S3Exception.class, answer -> assertThat(answer.statusCode()).isEqualTo(404));
    }

    @Test
    void what_was_put_outlives_the_store() throws Exception {
        // When
        store.close();
        store = open();

        // Then
        assertThat(get(as("triage-blobs"))).isEqualTo("sealed");
    }

    private ObjectStore open() throws Exception {
        return new ObjectStore(folder.resolve("store"), Path.of("../k8s/bucket"), folder, certificate, 0);
    }

    private static void attempt(String deed, S3Client client) {
        Objects.requireNonNull(DEEDS.get(deed)).accept(client);
    }

    private static void put(S3Client client, String key) {
        put(client, put -> put.key(key).ifNoneMatch("*"));
    }

    private static void put(S3Client client, Consumer<PutObjectRequest.Builder> how) {
        client.putObject(put -> how.accept(put.bucket(ObjectStore.BUCKET)), RequestBody.fromString("sealed"));
    }

    private static String get(S3Client client) {
        return client.getObjectAsBytes(get -> get.bucket(ObjectStore.BUCKET).key(KEY))
                .asUtf8String();
    }

    private S3Client as(String user) {
        return client(user, "a secret of " + user);
    }

    private S3Client client(String user, String secret) {
        S3Client client = S3Client.builder()
                .endpointOverride(URI.create("https://localhost:" + store.port()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(user, secret)))
                .httpClientBuilder(
                        Apache5HttpClient.builder().tlsTrustManagersProvider(() -> trust().getTrustManagers()))
                .build();
        clients.add(client);
        return client;
    }

    private TrustManagerFactory trust() {
        try (InputStream own = Files.newInputStream(certificate.resolve("server.pem"))) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            authorities.setCertificateEntry(
                    "own", CertificateFactory.getInstance("X.509").generateCertificate(own));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            return trust;
        } catch (Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
