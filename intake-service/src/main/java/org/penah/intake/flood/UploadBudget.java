package org.penah.intake.flood;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.penah.intake.circuit.Circuit;

/**
 * Bounds what all that is being sent holds together, and how much of it one circuit sends.
 *
 * <p>When there is no room left, an upload gives way: among those that are not new, the slowest of the circuit that
 * holds the most. So a circuit with many uploads makes room for later sources, however slowly or steadily it sends.
 *
 * <p>Safe for use by several threads.
 */
public final class UploadBudget {

    /** A younger upload does not give way while an older one can: most sources are done by then. */
    private static final long NEW_NANOS = Duration.ofSeconds(20).toNanos();

    /** One in so many gives way besides: checking all of them for each chunk would leave time for nothing else. */
    private static final int ONE_IN = 64;

    private final long most;
    private final int mostOfCircuit;
    private final LongSupplier nanos;
    /** The oldest first. */
    private final Set<Place> places = new LinkedHashSet<>();

    private final Map<Object, Set<Place>> ofOwner = new HashMap<>();

    private long held;

    /**
     * @param most that all may hold together, in the unit of {@link Place#hold}
     * @param mostOfCircuit places
     */
    public UploadBudget(long most, int mostOfCircuit) {
        this(most, mostOfCircuit, System::nanoTime);
    }

    UploadBudget(long most, int mostOfCircuit, LongSupplier nanos) {
        this.most = most;
        this.mostOfCircuit = mostOfCircuit;
        this.nanos = nanos;
    }

    /**
     * Gives a place to something that begins.
     *
     * @param holds from its beginning
     * @param giveWay ends it; called at most once, on any thread, when its place is another's already
     */
    public synchronized Place enter(Optional<Circuit> circuit, long holds, Runnable giveWay) {
        Place entered = new Place(circuit, giveWay, nanos.getAsLong());
        List<Place> others = List.copyOf(ofOwner.getOrDefault(entered.owner(), Set.of()));
        if (others.size() >= mostOfCircuit) {
            long now = entered.entered;
            others.stream()
                    .filter(other -> !other.stays)
                    .min(Comparator.comparingDouble(other -> other.speed(now)))
                    .ifPresent(Place::giveWay);
        }
        ofOwner.computeIfAbsent(entered.owner(), owner -> new LinkedHashSet<>()).add(entered);
        places.add(entered);
        entered.hold(holds);
        return entered;
    }

    /** Whether three quarters of it are taken. */
    public synchronized boolean isCrowded() {
        return held > most / 4 * 3;
    }

    /** Has some give way, of those who hold the most the slowest first; answers whether anybody did. */
    private boolean makeRoom() {
        long now = nanos.getAsLong();
        List<Place> leaving = places.stream().filter(place -> !place.stays).toList();
        List<Place> settled = leaving.stream()
                .filter(place -> now - place.entered >= NEW_NANOS)
                .toList();
        // Without a circuit, each upload counts alone.
        Map<Object, Long> sums = places.stream().collect(groupingBy(Place::owner, summingLong(place -> place.holds)));
        // More bytes may come while they are put in order.
        List<Rank> ranks = (settled.isEmpty() ? leaving : settled)
                .stream()
                        .map(place -> new Rank(place, sums.getOrDefault(place.owner(), 0L), place.speed(now)))
                        .sorted(Comparator.comparingLong(Rank::sum).reversed().thenComparingDouble(Rank::speed))
                        .toList();
        int more = ranks.size() / ONE_IN;
        for (Rank rank : ranks) {
            if (held <= most && more-- <= 0) {
                break;
            }
            rank.place().giveWay();
        }
        return !ranks.isEmpty();
    }

    /** Of a place, at one moment: what all of its circuit hold, and bytes a second. */
    private record Rank(Place place, long sum, double speed) {}

    /** Of one that is being sent. */
    public final class Place {

        private final Optional<Circuit> circuit;
        private final Runnable giveWay;
        private final long entered;
        private volatile long received;
        private long holds;
        private boolean stays;

        private Place(Optional<Circuit> circuit, Runnable giveWay, long entered) {
            this.circuit = circuit;
            this.giveWay = giveWay;
            this.entered = entered;
        }

        /** So many bytes have come of it in all. */
        public void received(long bytes) {
            received = bytes;
        }

        /** It holds so much more; then somebody may have to give way, and that may be this one. */
        public void hold(long more) {
            synchronized (UploadBudget.this) {
                if (!places.contains(this)) {
                    return;
                }
                holds += more;
                held += more;
                boolean goesOn = true;
                while (held > most && goesOn) {
                    goesOn = makeRoom();
                }
            }
        }

        /** It is whole and being kept: from now on it gives way to nobody. */
        public void stay() {
            synchronized (UploadBudget.this) {
                stays = true;
            }
        }

        /** Releases it; releasing twice is harmless. */
        public void leave() {
            synchronized (UploadBudget.this) {
                if (places.remove(this)) {
                    held -= holds;
                    ofOwner.computeIfPresent(
                            owner(), (owner, theirs) -> theirs.remove(this) && theirs.isEmpty() ? null : theirs);
                }
            }
        }

        private void giveWay() {
            leave();
            giveWay.run();
        }

        private Object owner() {
            return circuit.<Object>map(each -> each).orElse(this);
        }

        /** In bytes a second. */
        private double speed(long now) {
            return received / Math.max(1e-3, (now - entered) / 1e9);
        }
    }
}
