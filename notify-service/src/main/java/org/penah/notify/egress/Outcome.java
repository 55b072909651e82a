package org.penah.notify.egress;

import io.smallrye.mutiny.TimeoutException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says how a try ended.
 *
 * @param status the response's, if one came
 * @param retryAfter how long the partner's server asks us to wait; zero if it does not
 */
public record Outcome(Kind kind, @Nullable Integer status, Duration retryAfter) {

    /** Only {@link #ACCEPTED} is a delivery. */
    public enum Kind {
        ACCEPTED,
        REFUSED,
        REDIRECTED,
        TIMED_OUT,
        UNREACHABLE,
        /** Its certificate or key is not the one expected. */
        INSECURE,
        FORBIDDEN_ADDRESS,
        /** A 2xx, but not the partner's signature over this request: a page of a proxy, or somebody else's server. */
        UNSIGNED,
        /** Nothing left, because something in it may not. */
        WITHHELD,
        /** Not the partner's doing. */
        FAULT
    }

    /** What a response means; a redirect is never followed and never a delivery. */
    public static Outcome of(Reply reply) {
        int status = reply.status();
        if (status < 100 || status > 999) {
            return without(Kind.REFUSED);
        }
        Kind kind = status / 100 == 2 ? Kind.ACCEPTED : status / 100 == 3 ? Kind.REDIRECTED : Kind.REFUSED;
        return new Outcome(kind, status, Duration.ZERO);
    }

    /** The same, and for how long from now it asks us to wait. */
    public static Outcome of(Reply reply, Instant now) {
        Outcome outcome = of(reply);
        return new Outcome(outcome.kind, outcome.status, RetryAfter.of(reply, now));
    }

    /** What a failure of {@link Egress} means; any other is a fault of ours. */
    public static Outcome of(Throwable fault) {
        if (fault instanceof ForbiddenDestinationException) {
            return without(Kind.FORBIDDEN_ADDRESS);
        }
        if (fault instanceof TimeoutException) {
            return without(Kind.TIMED_OUT);
        }
        return without(isOfTls(fault) ? Kind.INSECURE : fault instanceof IOException ? Kind.UNREACHABLE : Kind.FAULT);
    }

    public static Outcome without(Kind kind) {
        return new Outcome(kind, null, Duration.ZERO);
    }

    public boolean isAccepted() {
        return kind == Kind.ACCEPTED;
    }

    private static boolean isOfTls(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }
}
