package org.penah.notify.alert;

import org.jspecify.annotations.Nullable;

/**
 * How a try ended.
 *
 * @param status the response's, if one came
 */
public record Outcome(Kind kind, @Nullable Integer status) {

    /** Only {@link #ACCEPTED} is a delivery. */
    public enum Kind {
        ACCEPTED,
        REFUSED,
        REDIRECTED,
        TIMED_OUT,
        UNREACHABLE,
        FORBIDDEN_ADDRESS,
        FAULT
    }

    /** What a response's status means; a redirect is never followed and never a delivery. */
    public static Outcome ofStatus(int status) {
        Kind kind = status / 100 == 2 ? Kind.ACCEPTED : status / 100 == 3 ? Kind.REDIRECTED : Kind.REFUSED;
        return new Outcome(kind, status);
    }

    public static Outcome without(Kind kind) {
        return new Outcome(kind, null);
    }
}
