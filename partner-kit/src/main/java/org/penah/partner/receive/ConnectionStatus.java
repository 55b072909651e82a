package org.penah.partner.receive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says how the connection from Penah is.
 *
 * @param slots whether Penah is to be heard all the time
 * @param last when it was heard, or when the receiver was started
 * @param silent whether that is too long ago: alerts may not arrive
 * @param trouble whether Penah said that it could not look up alerts
 * @param cannotKeepSince since when requests cannot be kept on this machine's disk, or take too long; null if they can
 * @param troubleSince since when there is trouble; null without any
 */
public record ConnectionStatus(
        boolean slots,
        Instant last,
        boolean silent,
        boolean trouble,
        @Nullable Instant cannotKeepSince,
        @Nullable Instant troubleSince) {

    /** When the trouble began that may make us miss alerts; null if there is none. */
    public @Nullable Instant unwellSince() {
        return silent ? last : troubleSince == null ? cannotKeepSince : troubleSince;
    }

    /** The same while this machine's disk hangs since then; null if it does not. */
    public ConnectionStatus withHangingDisk(@Nullable Instant since) {
        return since == null || cannotKeepSince != null
                ? this
                : new ConnectionStatus(slots, last, silent, trouble, since, troubleSince);
    }

    /** Whether an alert may have come that nobody finds here. */
    public boolean cannotKeep() {
        return cannotKeepSince != null;
    }
}
