package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.penah.notify.alert.AlertModel.Event;
import org.penah.notify.alert.AlertModel.World;

/**
 * Walks every sequence of up to eight events in the life of an alert with two partners, and holds what must be so after each.
 *
 * <p>The walk goes through {@link AlertLifecycle}, {@link PartnerAlertLifecycle}, {@link TrackedAlert} and what these use, as
 * they are. Between any two events everything is rebuilt from what is stored, as after a restart.
 */
class AlertModelTest {

    private static final Logger LOG = Logger.getLogger(AlertModelTest.class);

    /** By so many events each walk is shorter where many variants of the code are walked: profile {@code mutation}. */
    private static final int SHORTER = Integer.getInteger("walk.shorter", 0);

    @Test
    void eight_events_keep_what_is_promised() {
        walk(World.EMPTY, AlertModel.fewEvents(), 8, 300_000_000L);
    }

    @Test
    void five_events_of_any_kind_keep_what_is_promised() {
        walk(World.EMPTY, AlertModel.allEvents(), 5, 1_000_000L);
    }

    @Test
    void ten_events_of_a_partner_that_lets_go_again_and_again_keep_what_is_promised() {
        walk(World.EMPTY, AlertModel.letGoEvents(), 10, 10_000_000L);
    }

    @Test
    void six_events_in_a_flood_keep_what_is_promised() {
        walk(World.EMPTY, AlertModel.floodEvents(), 6, 10_000_000L);
    }

    @Test
    void seven_events_of_an_alert_for_staff_keep_what_is_promised() {
        walk(World.EMPTY_FOR_STAFF, AlertModel.staffEvents(), 7, 10_000_000L);
    }

    private static void walk(World begin, List<Event> events, int longest, long least) {
        Walk walk = new Walk(begin, events);
        long sequences = walk.of(longest - SHORTER);
        LOG.infof(
                "walked %,d sequences of up to %d of %d events, through %,d states",
                sequences, longest - SHORTER, events.size(), walk.worlds.size());
        assertThat(sequences).isGreaterThan(SHORTER == 0 ? least : 0);
    }

    /** What follows on each state is worked out once, however many sequences lead there. */
    private static final class Walk {

        private final List<Event> events;
        private final Map<World, Integer> ids = new HashMap<>();
        private final List<World> worlds = new ArrayList<>();
        private final List<int @Nullable []> followers = new ArrayList<>();

        Walk(World begin, List<Event> events) {
            this.events = events;
            id(begin);
        }

        /** How many sequences there are of one event up to so many. */
        long of(int longest) {
            long sequences = 0;
            long[] reached = {1};
            for (int length = 1; length <= longest; length++) {
                reached = longer(reached);
                sequences += Arrays.stream(reached).sum();
            }
            return sequences;
        }

        /** How many sequences lead to each state, with one event more. */
        private long[] longer(long[] reached) {
            Map<Integer, Long> next = new HashMap<>();
            for (int from = 0; from < reached.length; from++) {
                if (reached[from] > 0) {
                    for (int to : followers(from)) {
                        next.merge(to, reached[from], Long::sum);
                    }
                }
            }
            long[] counts = new long[worlds.size()];
            next.forEach((to, count) -> counts[to] = count);
            return counts;
        }

        private int[] followers(int from) {
            int[] known = followers.get(from);
            if (known == null) {
                World world = worlds.get(from);
                known = events.stream()
                        .flatMap(event -> Stream.ofNullable(event.after(world))
                                .peek(after -> AlertPromises.hold(world, event, after)))
                        .mapToInt(this::id)
                        .toArray();
                followers.set(from, known);
            }
            return known;
        }

        private int id(World world) {
            Integer known = ids.get(world);
            if (known != null) {
                return known;
            }
            AlertPromises.hold(world);
            ids.put(world, worlds.size());
            worlds.add(world);
            followers.add(null);
            return worlds.size() - 1;
        }
    }
}
