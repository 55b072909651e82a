package org.penah.triage;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Map;
import java.util.Set;
import org.penah.testbed.bucket.BucketServer;

/** A bucket that grants two rights alone, to get and to delete an object. */
public final class LocalBucket implements QuarkusTestResourceLifecycleManager {

    public static final String NAME = "tips";
    public static final String USER = "triage";
    public static final String SECRET = "a secret of the bucket's user";

    private static final Set<HttpMethod> GRANTED = Set.of(HttpMethod.GET, HttpMethod.DELETE);

    @SuppressWarnings("NullAway.Init")
    private static BucketServer bucket;

    @Override
    public Map<String, String> start() {
        bucket = BucketServer.start(NAME, USER, SECRET, LocalBucket::isGranted);
        return Map.of(
                "penah.blobs.bucket.endpoint",
                bucket.endpoint().toString(),
                "quarkus.tls.blobs.trust-store.pem.certs",
                bucket.certificate().pem().toString(),
                "penah.blobs.bucket.name",
                NAME,
                "penah.blobs.bucket.access-key",
                USER,
                "penah.blobs.bucket.secret-key",
                SECRET);
    }

    @Override
    public void stop() {
        bucket.close();
    }

    /** The one that the service under test was given. */
    public static BucketServer current() {
        return bucket;
    }

    /** The settings {@code quarkus.tls.blobs} that name the authority of this store. */
    public static TlsConfiguration trust() {
        return new BaseTlsConfiguration() {
            @Override
            public TrustOptions getTrustStoreOptions() {
                return new PemTrustOptions()
                        .addCertPath(bucket.certificate().pem().toString());
            }

            @Override
            public SSLOptions getSSLOptions() {
                return new SSLOptions();
            }
        };
    }

    private static boolean isGranted(HttpServerRequest request) {
        return GRANTED.contains(request.method()) && request.query() == null;
    }
}
