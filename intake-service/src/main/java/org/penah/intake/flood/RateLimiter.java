package org.penah.intake.flood;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.penah.intake.circuit.Circuit;

/**
 * Decides what is too much, for each circuit and for all together. Nothing of it outlives the process, and nothing of a circuit
 * outlives an hour of its silence.
 *
 * <p>Safe for use by several threads; each decision takes less than a microsecond.
 */
final class RateLimiter {

    /** The verdict on a tip. */
    enum Verdict {
        TAKE,
        /** Take and mark it: it came in a flood. */
        MARK,
        /** The same, and let it wait: its circuit has sent more than its share. */
        SLOW
    }

    /** Some 400 bytes each; with more circuits, we forget those that were silent for longest. */
    static final int MOST_CIRCUITS = 20_000;

    /** After it, every bucket is full again. */
    private static final long FORGOTTEN_AFTER = Duration.ofHours(1).toNanos();

    /** After the last that was too much for all together. */
    private static final long LASTS = Duration.ofMinutes(5).toNanos();

    private final FloodConfig config;
    private final TokenBucket requests;
    private final TokenBucket tips;
    private final TokenBucket dangers;
    private final TokenBucket receipts;
    private long flooded;
    /** The one that was silent for longest comes first. */
    private final Map<Circuit, CircuitBudget> visitors = new LinkedHashMap<>(16, 0.75f, true);

    RateLimiter(FloodConfig config, long now) {
        this.config = config;
        this.flooded = now - LASTS;
        FloodConfig.Together together = config.together();
        this.requests = new TokenBucket(together.requestsPerSecond(), Duration.ofSeconds(1), now);
        this.tips = new TokenBucket(together.tipsPerMinute(), Duration.ofMinutes(1), now);
        this.dangers = new TokenBucket(together.dangersPerHour(), Duration.ofHours(1), now);
        this.receipts = new TokenBucket(together.receiptsPerMinute(), Duration.ofMinutes(1), now);
    }

    /** Whether a request may be served at once. */
    synchronized boolean mayAsk(Optional<Circuit> circuit, long now) {
        return circuit.map(each -> visitor(each, now).requests.take(now)).orElse(true) && take(requests, now);
    }

    /**
     * Whether a receipt may be tried. The first try of a circuit always may, so that nobody is kept from their answers, or from taking a
     * consent back, by others who guess.
     */
    synchronized boolean mayTry(Optional<Circuit> circuit, long now) {
        boolean first = false;
        if (circuit.isPresent()) {
            CircuitBudget visitor = visitor(circuit.get(), now);
            if (!visitor.receipts.take(now)) {
                return false;
            }
            first = visitor.triesFirst();
        }
        return take(receipts, now) || first;
    }

    /**
     * Decides about a complete tip. Danger has separate budgets and is never slowed.
     *
     * <p>A flood that comes through many circuits marks all of them but the first tip and the first report of each: a source with one thing to say
     * came through a new circuit, and who floods us through ten thousand pays Tor's proof of work for each.
     */
    synchronized Verdict arrives(Optional<Circuit> circuit, boolean danger, long now) {
        boolean first = false;
        if (circuit.isPresent()) {
            CircuitBudget visitor = visitor(circuit.get(), now);
            if (!(danger ? visitor.dangers : visitor.tips).take(now)) {
                return danger ? Verdict.MARK : Verdict.SLOW;
            }
            first = visitor.sendsFirst(danger);
        }
        // After the circuit's own share: what one sends beyond it takes nothing from the others.
        return take(danger ? dangers : tips, now) || first ? Verdict.TAKE : Verdict.MARK;
    }

    /**
     * Whether another megabyte may be kept while the disk is filling: not beyond the share of its circuit and, in a flood, only of the first that
     * a circuit sends.
     */
    synchronized boolean mayFill(Optional<Circuit> circuit, long now) {
        return circuit.map(each -> visitor(each, now))
                .map(visitor -> visitor.megabytes.take(now) && (!flood(now) || visitor.hasSentNothing()))
                .orElseGet(() -> !flood(now));
    }

    /** Whether all together ask or send too much, or did so a while ago. */
    synchronized boolean flood(long now) {
        return now - flooded < LASTS;
    }

    private boolean take(TokenBucket ofAll, long now) {
        boolean taken = ofAll.take(now);
        if (!taken) {
            flooded = now;
        }
        return taken;
    }

    private CircuitBudget visitor(Circuit circuit, long now) {
        CircuitBudget visitor = visitors.computeIfAbsent(circuit, fresh -> new CircuitBudget(config.circuit(), now));
        visitor.seen(now);
        forget(now);
        return visitor;
    }

    private void forget(long now) {
        Iterator<CircuitBudget> silent = visitors.values().iterator();
        while (silent.hasNext()) {
            if (now - silent.next().seen() < FORGOTTEN_AFTER && visitors.size() <= MOST_CIRCUITS) {
                return;
            }
            silent.remove();
        }
    }

    synchronized int remembered() {
        return visitors.size();
    }
}
