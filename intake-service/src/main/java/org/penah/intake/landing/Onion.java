package org.penah.intake.landing;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows our onion address, and whether a request used it. */
@ApplicationScoped
public class Onion {

    /** A public key, a checksum and a version in base32 (Tor's rend-spec-v3, section 6). */
    private static final Pattern ADDRESS = Pattern.compile("[a-z2-7]{55}d\\.onion");

    private final Optional<String> address;

    Onion(OnionConfig config) {
        this.address = config.address();
        address.ifPresent(given -> {
            if (!ADDRESS.matcher(given).matches()) {
                throw new IllegalStateException("penah.onion is not a version 3 onion address");
            }
        });
    }

    Optional<String> address() {
        return address;
    }

    /**
     * Decided by the requested host name, the only evidence: addresses end at Tor or at a proxy in front of us, and a
     * client that sends a false name misleads only itself.
     */
    boolean isUsedBy(HttpServerRequest request) {
        return isOnion(request.authority());
    }

    static boolean isOnion(@Nullable HostAndPort asked) {
        return asked != null && asked.host().endsWith(".onion");
    }

    /** The same page inside Tor, for a request that came from outside: the value of {@code Onion-Location}. */
    public Optional<String> insteadOf(HttpServerRequest request) {
        return isUsedBy(request) ? Optional.empty() : address.map(ours -> "http://" + ours + request.path());
    }
}
