package org.penah.intake.blob;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Reports that the service is not well while blobs cannot be put. It stays ready: a source then reads what is wrong, on a
 * page that keeps the text.
 */
@Wellness
@ApplicationScoped
class BucketHealth implements HealthCheck {

    private final Optional<Bucket> bucket;

    BucketHealth(Optional<Bucket> bucket) {
        this.bucket = bucket;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("blobs")
                .status(bucket.filter(Bucket::isFailing).isEmpty())
                .build();
    }
}
