package org.penah.intake.flood;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.penah.intake.circuit.Circuit;

/**
 * Bounds what all that is being sent holds together, and how much of it one circuit sends. When there is no more room, the slowest gives
 * way: whoever begins much and lets it wait makes room for who comes behind, and for who brings a large file without a pause.
 *
 * <p>Safe for use by several threads.
 */
public final class Room {

    /** What has just begun is taken to have brought so much, in so long: else it would always be the slowest. */
    private static final long HEAD_START_BYTES = 16 * 1024;

    private static final double HEAD_START_SECONDS = 5;

    private final long most;
    private final int mostOfCircuit;
    private final LongSupplier nanos;
    /** The oldest first. */
    private final Set<Place> places = new LinkedHashSet<>();

    private long held;

    /**
     * @param most that all may hold together, in the unit of {@link Place#hold}
     * @param mostOfCircuit places
     */
    public Room(long most, int mostOfCircuit) {
        this(most, mostOfCircuit, System::nanoTime);
    }

    Room(long most, int mostOfCircuit, LongSupplier nanos) {
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
        if (circuit.isPresent()
                && places.stream()
                                .filter(other -> other.circuit.equals(circuit))
                                .count()
                        >= mostOfCircuit) {
            slowest(circuit).ifPresent(Place::giveWay);
        }
        places.add(entered);
        entered.hold(holds);
        return entered;
    }

    /** Whether three quarters of it are taken. */
    public synchronized boolean isCrowded() {
        return held > most / 4 * 3;
    }

    private Optional<Place> slowest(Optional<Circuit> of) {
        long now = nanos.getAsLong();
        return places.stream()
                .filter(place -> of.isEmpty() || place.circuit.equals(of))
                .min(Comparator.comparingDouble(place -> place.speed(now)));
    }

    /** Of one that is being sent. */
    public final class Place {

        private final Optional<Circuit> circuit;
        private final Runnable giveWay;
        private final long entered;
        private volatile long received;
        private long holds;

        private Place(Optional<Circuit> circuit, Runnable giveWay, long entered) {
            this.circuit = circuit;
            this.giveWay = giveWay;
            this.entered = entered;
        }

        /** So many bytes have come of it in all. */
        public void received(long bytes) {
            received = bytes;
        }

        /** It holds so much more; then the slowest may give way, and that may be this one. */
        public void hold(long more) {
            synchronized (Room.this) {
                if (!places.contains(this)) {
                    return;
                }
                holds += more;
                held += more;
                while (held > most) {
                    slowest(Optional.empty()).ifPresent(Place::giveWay);
                }
            }
        }

        /** It holds nothing any more; to say so twice is no fault. */
        public void leave() {
            synchronized (Room.this) {
                if (places.remove(this)) {
                    held -= holds;
                }
            }
        }

        private void giveWay() {
            leave();
            giveWay.run();
        }

        /** In bytes a second. */
        private double speed(long now) {
            return (received + HEAD_START_BYTES) / ((now - entered) / 1e9 + HEAD_START_SECONDS);
        }
    }
}
