package org.penah.triage.lock;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports that the service is not ready while the folder of locks is not there: no key opens, and a lock made elsewhere would be lost. */
@Readiness
@ApplicationScoped
class LockHealth implements HealthCheck {

    private final EpochLocks locks;

    LockHealth(EpochLocks locks) {
        this.locks = locks;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("epoch locks")
                .status(locks.areThere())
                .withData("kept", locks.areKept())
                .build();
    }
}
