package org.penah.partner.attention;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** Longer than a look takes, and short enough for a nudge on a beat: then it is answered from memory. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    /** Long enough to open a whole inbox for the first time. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

    /** A disk that takes longer hangs. */
    private static final Duration HANGS = Duration.ofSeconds(5);

    private final Inbox inbox;
    private final Identity identity;
    private final Clock clock;
    private final Map<String, Instant> looked = new ConcurrentHashMap<>();
    private final ExecutorService readers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "inbox");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Look last;
    private volatile @Nullable Reading slow;

    /**
     * What is in the inbox.
     *
     * @param alerts all of them, the first to be answered first
     * @param state Penah's last message in a slot; null if none
     */
    public record Look(List<KeptAlert> alerts, @Nullable Delivery state) {}

    /** A look that waits for the disk. */
    private record Reading(Future<Look> look, Instant begun, long begunNanos) {

        boolean hangs() {
            return !look.isDone() && System.nanoTime() - begunNanos > HANGS.toNanos();
        }
    }

    /** Opens alerts with an identity that the caller destroys. */
    public AlertMonitor(Inbox inbox, Identity identity, Clock clock) {
        this.inbox = inbox;
        this.identity = identity;
        this.clock = clock;
    }

    /** All alerts, the first to be answered first. */
    public List<KeptAlert> alerts() throws IOException {
        return look().alerts();
    }

    /**
     * What is in the inbox now; while the disk hangs, what was in it before.
     *
     * @throws IOException if it cannot be read, or nothing was read before
     */
    public Look look() throws IOException {
        Look before = last;
        Reading waiting = slow;
        if (before != null && waiting != null && !waiting.look().isDone()) {
            return before;
        }
        Reading reading = new Reading(
                readers.submit(() -> new Look(inbox.alerts(identity, clock.instant()), inbox.state(identity))),
                clock.instant(),
                System.nanoTime());
        try {
            Duration patience = before == null ? FIRST_PATIENCE : PATIENCE;
            Look look = reading.look().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            last = look;
            return look;
        } catch (TimeoutException late) {
            slow = reading;
            if (before == null) {
                throw new IOException("the disk does not answer", late);
            }
            return before;
        } catch (ExecutionException failed) {
            throw new IOException(
                    failed.getCause() instanceof IOException cause ? cause.getMessage() : failed.toString(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Since when a look waits for the disk, if that is long; null otherwise. */
    public @Nullable Instant hangsSince() {
        Reading waiting = slow;
        return waiting != null && waiting.hangs() ? waiting.begun() : null;
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
