package org.penah.triage.blob;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The bucket if one is set, which trusts the authority in {@code quarkus.tls.blobs}; otherwise the directory. */
class BlobStoreProducer {

    private static final String TLS = "blobs";

    @Produces
    @Startup
    @ApplicationScoped
    BlobStore store(BlobConfig config, TlsConfigurationRegistry tls, Vertx vertx, MeterRegistry registry) {
        return config.bucket()
                .<BlobStore>map(bucket -> new BucketBlobStore(bucket, tls.get(TLS), vertx.getDelegate(), registry))
                .or(() -> config.directory().map(directory -> new DirectoryBlobStore(vertx, directory)))
                .orElseThrow(() -> new IllegalStateException("neither penah.blobs.bucket nor .directory is set"));
    }
}
