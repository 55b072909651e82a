package org.penah.partner.attention;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.sealing.age.Identity;

/**
 * Looks into the inbox, and knows which alerts somebody here has looked at.
 *
 * <p>After a restart it calls again for those that nobody has answered, and so it does some time after a look that no answer
 * followed: that errs on the safe side.
 */
public final class AlertMonitor {

    /** Time to read and to answer. */
    private static final Duration LOOK_LASTS = Duration.ofMinutes(15);

    private final Inbox inbox;
    private final Identity identity;
    private final Clock clock;
    private final Map<String, Instant> looked = new ConcurrentHashMap<>();

    /** Opens alerts with an identity that the caller destroys. */
    public AlertMonitor(Inbox inbox, Identity identity, Clock clock) {
        this.inbox = inbox;
        this.identity = identity;
        this.clock = clock;
    }

    /** All alerts, the first to be answered first. */
    public List<KeptAlert> alerts() throws IOException {
        return inbox.alerts(identity, clock.instant());
    }

    /** Penah's last message in a slot; null if none. */
    public @Nullable Delivery state() throws IOException {
        return inbox.state(identity);
    }

    /** What was fetched about an alert, the oldest first. */
    public List<String> details(Alert alert) throws IOException {
        return inbox.details().texts(alert, identity);
    }

    /**
     * Remembers that somebody is shown them.
     *
     * @param person who reads by phone; null at the machine
     */
    public void shown(Alert alert, @Nullable String person) throws IOException {
        inbox.details().shown(alert.id(), person, clock.instant());
    }

    /** Whether an alert names details that were not fetched yet. */
    public boolean lacksDetails(Alert alert) {
        UUID handOver = alert.handOver();
        return handOver != null && !inbox.details().has(alert.id(), handOver);
    }

    /** The time by the monitor's clock. */
    public Instant now() {
        return clock.instant();
    }

    /** Those that wait for a human and that nobody has looked at yet; one of a flood, unconfirmed, calls nobody. */
    public List<KeptAlert> unseen(List<KeptAlert> alerts) {
        return alerts.stream()
                .filter(kept -> kept.waits() && !kept.isQuiet() && !isLooked(kept))
                .toList();
    }

    /** Somebody looks at those of these keys that wait; what has come since is not among them. */
    public void looked(Set<String> keys) throws IOException {
        unseen(alerts()).stream()
                .map(KeptAlert::key)
                .filter(keys::contains)
                .forEach(key -> looked.put(key, clock.instant()));
    }

    private boolean isLooked(KeptAlert kept) {
        Instant when = looked.get(kept.key());
        Instant now = clock.instant();
        return when != null && !now.isBefore(when) && now.isBefore(when.plus(LOOK_LASTS));
    }
}
