package org.penah.intake.flood;

import java.time.Duration;

/** What one circuit has left. Not safe for use by several threads. */
final class Visitor {

    final Bucket requests;
    final Bucket tips;
    final Bucket dangers;
    final Bucket receipts;
    final Bucket megabytes;
    private boolean hasSent;
    private boolean hasReported;
    private boolean hasTried;
    private long seen;

    Visitor(FloodConfig.OneCircuit limits, long now) {
        this.requests = new Bucket(limits.requestsPerMinute(), Duration.ofMinutes(1), now);
        this.tips = new Bucket(limits.tipsPerHour(), Duration.ofHours(1), now);
        this.dangers = new Bucket(limits.dangersPerHour(), Duration.ofHours(1), now);
        this.receipts = new Bucket(limits.receiptsPerHour(), Duration.ofHours(1), now);
        this.megabytes = new Bucket(limits.megabytesPerHour(), Duration.ofHours(1), now);
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
