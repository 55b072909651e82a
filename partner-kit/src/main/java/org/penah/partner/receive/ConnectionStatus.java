package org.penah.partner.receive;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.partner.rounds.RoundMonitor;

/**
 * Says how the connection from Penah is, and this program behind it.
 *
 * @param slots whether Penah is to be heard all the time
 * @param last when it was heard, or when the receiver was started
 * @param silent whether that is too long ago: alerts may not arrive
 * @param trouble whether Penah said that it could not look up alerts
 * @param cannotKeepSince since when requests cannot be kept on this machine's disk, or take too long; null if they can
 * @param troubleSince since when there is trouble; null without any
 * @param late work of this program that is not done
 */
public record ConnectionStatus(
        boolean slots,
        Instant last,
        boolean silent,
        boolean trouble,
        @Nullable Instant cannotKeepSince,
        @Nullable Instant troubleSince,
        List<RoundMonitor.Late> late) {

    /** The same while all work is done. */
    public ConnectionStatus(
            boolean slots,
            Instant last,
            boolean silent,
            boolean trouble,
            @Nullable Instant cannotKeepSince,
            @Nullable Instant troubleSince) {
        this(slots, last, silent, trouble, cannotKeepSince, troubleSince, List.of());
    }

    /** When the trouble began for which somebody must be called; null if there is none. */
    public @Nullable Instant unwellSince() {
        if (silent) {
            return last;
        }
        if (troubleSince != null) {
            return troubleSince;
        }
        return cannotKeepSince == null ? lateSince() : cannotKeepSince;
    }

    /** Late nudges call nobody: they ring for nothing once they are there again. */
    private @Nullable Instant lateSince() {
        return late.stream()
                .filter(one -> one.work() != RoundMonitor.Work.NUDGES)
                .map(RoundMonitor.Late::since)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The same while this machine's disk hangs since then; null if it does not. */
    public ConnectionStatus withHangingDisk(@Nullable Instant since) {
        return since == null || cannotKeepSince != null
                ? this
                : new ConnectionStatus(slots, last, silent, trouble, since, troubleSince, late);
    }

    /** The same while this work is not done. */
    public ConnectionStatus withLate(List<RoundMonitor.Late> work) {
        return new ConnectionStatus(slots, last, silent, trouble, cannotKeepSince, troubleSince, work);
    }

    /** Whether an alert may have come that nobody finds here. */
    public boolean cannotKeep() {
        return cannotKeepSince != null;
    }
}
