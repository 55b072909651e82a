package org.penah.stack.alarm;

/**
 * A metric whose value alone says that something is wrong.
 *
 * @param by the label by which Prometheus tells where; empty if it matters nowhere
 */
public record Signal(String metric, Bound bound, int threshold, String by) {

    /** On which side of the threshold it is wrong, and which of several instances' values decides. */
    enum Bound {
        ABOVE(">", "max"),
        AT_LEAST(">=", "max"),
        BELOW("<", "min");

        private final String sign;
        private final String decides;

        Bound(String sign, String decides) {
            this.sign = sign;
            this.decides = decides;
        }
    }

    static Signal above(String metric, int threshold) {
        return new Signal(metric, Bound.ABOVE, threshold, "");
    }

    static Signal atLeast(String metric, int threshold) {
        return new Signal(metric, Bound.AT_LEAST, threshold, "");
    }

    static Signal below(String metric, int threshold) {
        return new Signal(metric, Bound.BELOW, threshold, "");
    }

    Signal by(String label) {
        return new Signal(metric, bound, threshold, label);
    }

    /** A metric that is not there, or is not a number, says nothing. */
    boolean isIn(Metrics metrics) {
        return metrics.of(metric).stream().anyMatch(value -> switch (bound) {
            case ABOVE -> value > threshold;
            case AT_LEAST -> value >= threshold;
            case BELOW -> value < threshold;
        });
    }

    String expression() {
        return "%s %s %d".formatted(value(""), bound.sign, threshold);
    }

    /** Holds when it has become worse, because an alert that is already open would swallow the next one. */
    String worsening() {
        return "%s > (%s > %d)".formatted(value(""), value(" offset 2m"), threshold);
    }

    private String value(String when) {
        return "%s%s(%s%s)".formatted(bound.decides, by.isEmpty() ? "" : " by (" + by + ") ", metric, when);
    }
}
