package org.penah.triage.blob;

import io.smallrye.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** One bucket of an S3-compatible store, and a user of it who may get and delete objects there and nothing else. */
// No member has a default: that alone would make SmallRye take the bucket for configured.
interface BucketConfig {

    String REGION = "us-east-1";
    Duration PATIENCE = Duration.ofSeconds(20);

    /** {@code https://host[:port]}; plain HTTP is taken to this machine alone. */
    URI endpoint();

    String name();

    /** What requests are signed for, if not {@value #REGION}; many stores take any. */
    Optional<String> region();

    String accessKey();

    Secret<String> secretKey();

    /** Within this time the store begins to answer; 20 seconds. */
    Optional<Duration> patience();
}
