package org.penah.intake.blob;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The bucket, if there is one; it trusts whom {@code quarkus.tls.blobs} names. */
class BucketProducer {

    private static final String TLS = "blobs";

    @Produces
    @Singleton
    Optional<Bucket> bucket(BlobConfig config, TlsConfigurationRegistry tls, Vertx vertx, MeterRegistry registry) {
        return config.bucket().map(bucket -> new Bucket(bucket, tls.get(TLS), vertx, registry));
    }
}
