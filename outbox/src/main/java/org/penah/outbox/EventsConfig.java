package org.penah.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.Secret;
import java.util.List;
import java.util.Map;

/** The keys by which services believe each other's events. */
@ConfigMapping(prefix = "penah.events")
interface EventsConfig {

    /** This service's own Ed25519 key: PKCS #8 (RFC 8410) in base64. */
    Secret<String> key();

    /** The public key of each sending service, and its next one while keys change: X.509 (RFC 8410) in base64. */
    Map<String, List<String>> from();
}
