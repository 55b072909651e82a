package org.penah.stack.alarm;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says when an alarm goes off.
 *
 * @param expression how Prometheus asks; a new line where its file may have one
 * @param signals any of these, for a single check; empty if a single check cannot tell
 */
public record Condition(String expression, List<Signal> signals) {

    static Condition any(Signal... signals) {
        return new Condition(
                Stream.of(signals).map(Signal::expression).collect(Collectors.joining(" or ")), List.of(signals));
    }

    /** Holds when a signal of another condition has become worse. */
    static Condition worse(Condition first) {
        return prometheusOnly(first.signals().stream().map(Signal::worsening).collect(Collectors.joining("\nor ")));
    }

    /** A condition that a single check of a service cannot see: it needs time, or metrics of other programs. */
    static Condition prometheusOnly(String expression) {
        return new Condition(expression, List.of());
    }

    /** A condition of which a single check of another program than our services sees the signal. */
    static Condition prometheusAnd(Signal signal, String expression) {
        return new Condition(expression, List.of(signal));
    }

    /** Whether a single check of these shows that the alarm fires. */
    public boolean isSeenIn(Metrics metrics) {
        return signals.stream().anyMatch(signal -> signal.isIn(metrics));
    }
}
