package org.penah.triage.blob;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Reports that the service is not well while blobs cannot be reached. It stays ready: the rest of the desk works without them. */
@Wellness
@ApplicationScoped
class BlobHealth implements HealthCheck {

    private final BlobStore store;

    BlobHealth(BlobStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("blobs").status(!store.isFailing()).build();
    }
}
