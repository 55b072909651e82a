package org.penah.intake.flood;

import java.time.Duration;

/** Holds the rest of one circuit's budgets. Not safe for use by several threads. */
final class CircuitBudget {

    final TokenBucket requests;
    final TokenBucket tips;
    final TokenBucket dangers;
    final TokenBucket receipts;
    final TokenBucket megabytes;
    private boolean hasSent;
    private boolean hasReported;
    private boolean hasTried;
    private long seen;

    CircuitBudget(FloodConfig.OneCircuit limits, long now) {
        this.requests = new TokenBucket(limits.requestsPerMinute(), Duration.ofMinutes(1), now);
        this.tips = new TokenBucket(limits.tipsPerHour(), Duration.ofHours(1), now);
        this.dangers = new TokenBucket(limits.dangersPerHour(), Duration.ofHours(1), now);
        this.receipts = new TokenBucket(limits.receiptsPerHour(), Duration.ofHours(1), now);
        this.megabytes = new TokenBucket(limits.megabytesPerHour(), Duration.ofHours(1), now);
        this.seen = now;
    }

    void seen(long now) {
        seen = now;
    }

    long seen() {
        return seen;
    }

    /** True once: for the first receipt. */
    boolean triesFirst() {
        boolean first = !hasTried;
        hasTried = true;
        return first;
    }

    boolean hasSentNothing() {
        return !hasSent && !hasReported;
    }

    /** True once for each kind: for the first tip without danger, and for the first report of it. */
    boolean sendsFirst(boolean danger) {
        boolean first = !(danger ? hasReported : hasSent);
        hasReported |= danger;
        hasSent |= !danger;
        return first;
    }
}
