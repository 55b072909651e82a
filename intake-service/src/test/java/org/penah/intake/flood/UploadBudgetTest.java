package org.penah.intake.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.penah.intake.circuit.Circuit;

/** Who gives way when there is no more room. */
class UploadBudgetTest {

    /** What an empty form holds. */
    private static final long EMPTY = 8 * 1024;

    private static final long MOST = 5 * EMPTY;

    private final AtomicLong now = new AtomicLong();
    private final UploadBudget room = new UploadBudget(MOST, 3, now::get);
    private final List<String> gaveWay = new ArrayList<>();

    @Test
    void the_slowest_gives_way_and_neither_who_brings_much_nor_who_is_new() {
        // Given
        open("a film").received(50_000_000);
        open("idle").received(100);
        pass(60);
        open("just begun");
        open("another");

        // When
        open("one more");
        assertThat(gaveWay).isEmpty();
        open("too many");

        // Then
        assertThat(gaveWay).containsExactly("idle");
    }

    @Test
    void who_holds_the_most_gives_way_however_steadily_it_goes_on() {
        // Given
        Optional<Circuit> greedy = Optional.of(new Circuit(new byte[] {1}));
        List<UploadBudget.Place> dripping = new ArrayList<>();
        open("slow, and holds little").received(100);
        for (int i = 0; i < 2; i++) {
            UploadBudget.Place place = room.enter(greedy, EMPTY, () -> gaveWay.add("greedy"));
            place.hold(EMPTY);
            dripping.add(place);
        }

        // When
        for (int second = 1; second <= 100; second++) {
            pass(1);
            int bytes = second * 1_000_000;
            dripping.forEach(place -> place.received(bytes));
        }
        UploadBudget.Place source = open("a source");
        source.received(1_000);
        source.hold(2_000);

        // Then
        assertThat(gaveWay).containsExactly("greedy");
    }

    @Test
    void what_is_being_kept_gives_way_to_nobody() {
        // Given
        for (int i = 0; i < 5; i++) {
            open("whole").stay();
        }
        pass(60);

        // When
        open("too many");

        // Then
        assertThat(gaveWay).containsExactly("too many");
    }

    @Test
    void what_has_left_takes_no_room() {
        for (int i = 0; i < 100; i++) {
            UploadBudget.Place place = open("one of many");
            place.hold(4_000);
            place.leave();
            place.leave();
            place.hold(1_000_000);
        }
        assertThat(gaveWay).isEmpty();
    }

    @Test
    void a_circuit_has_a_few_at_a_time_and_takes_no_room_from_others() {
        // Given
        Optional<Circuit> greedy = Optional.of(new Circuit(new byte[] {1}));
        Optional<Circuit> other = Optional.of(new Circuit(new byte[] {2}));
        room.enter(other, EMPTY, () -> gaveWay.add("other"));
        pass(60);
        for (int i = 1; i <= 3; i++) {
            int number = i;
            room.enter(greedy, EMPTY, () -> gaveWay.add("greedy " + number)).received(i);
        }

        // When
        room.enter(greedy, EMPTY, () -> gaveWay.add("greedy 4"));

        // Then
        assertThat(gaveWay).containsExactly("greedy 1");
    }

    @Test
    void one_that_alone_is_too_much_gives_way_itself() {
        UploadBudget.Place huge = open("huge");
        huge.hold(MOST);
        assertThat(gaveWay).containsExactly("huge");
    }

    @Test
    void thousands_at_the_limit_are_not_looked_through_for_each_piece() {
        // Given
        AtomicInteger looks = new AtomicInteger();
        UploadBudget crowded = new UploadBudget(1_000 * EMPTY, 3, () -> {
            looks.incrementAndGet();
            return now.get();
        });
        List<UploadBudget.Place> all = IntStream.range(0, 1_000)
                .mapToObj(each -> crowded.enter(Optional.empty(), EMPTY, () -> gaveWay.add("one of them")))
                .toList();
        pass(60);
        looks.set(0);

        // When
        all.subList(500, 1_000).forEach(place -> place.hold(EMPTY));

        // Then
        assertThat(gaveWay).hasSizeGreaterThan(200);
        assertThat(looks).hasValueLessThan(50);
    }

    private UploadBudget.Place open(String name) {
        return room.enter(Optional.empty(), EMPTY, () -> gaveWay.add(name));
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
