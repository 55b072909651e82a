package org.penah.intake.circuit;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Recognises circuits by the addresses that Tor gives them.
 *
 * <p>With {@code HiddenServiceExportCircuitID haproxy} each circuit has its own address in {@code
 * fc00:dead:beef:4dad::/64}, a network that nobody uses. We keep only its hash under a key that dies with the process,
 * so that even a memory dump says no more than "these two used the same circuit".
 *
 * @see <a href="https://manpages.debian.org/tor.1">tor(1)</a>
 */
@ApplicationScoped
public class Circuits {

    private static final String NETWORK = "fc00:dead:beef:4dad:";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Map<Circuit, Integer> open = new ConcurrentHashMap<>();

    Circuits() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** The circuit of a connection, if it came through one. */
    public Optional<Circuit> of(HttpConnection connection) {
        return of(connection.remoteAddress());
    }

    /** How many connections the circuit of this one has open; none if it came through no circuit. */
    public int open(HttpConnection connection) {
        return of(connection).map(circuit -> open.getOrDefault(circuit, 0)).orElse(0);
    }

    /** Counts a connection for as long as it is open. */
    void opened(HttpConnection connection) {
        of(connection).ifPresent(circuit -> {
            open.merge(circuit, 1, Integer::sum);
            connection.closeHandler(closed -> open.computeIfPresent(circuit, (each, now) -> now == 1 ? null : now - 1));
        });
    }

    Optional<Circuit> of(SocketAddress address) {
        String written = address.hostAddress();
        return written != null && written.startsWith(NETWORK) ? Optional.of(circuit(written)) : Optional.empty();
    }

    private Circuit circuit(String address) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return new Circuit(mac.doFinal(address.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
