package org.penah.triage.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Random histories of a tip, day by day, with the timer running after each: what it may never delete. */
class LettingGoTest {

    private enum Happening {
        NOTHING,
        OPENED,
        CLOSED,
        REOPENED,
        HELD,
        LIFTED,
        ALERT_BEGUN,
        ALERT_OVER
    }

    /** A tip as the desk would keep it. */
    private static final class History {

        @Nullable
        private LocalDate openedOn;

        @Nullable
        private LocalDate closedOn;

        private boolean held;
        private boolean alerted;

        void live(Happening happening, LocalDate today) {
            switch (happening) {
                case NOTHING -> {}
                case OPENED -> openedOn = openedOn == null ? today : openedOn;
                case CLOSED -> closedOn = openedOn == null || closedOn != null ? closedOn : today;
                case REOPENED -> closedOn = null;
                case HELD -> held = true;
                case LIFTED -> held = false;
                case ALERT_BEGUN -> alerted = true;
                case ALERT_OVER -> alerted = false;
            }
        }

        LettingGo.Standing standing() {
            return new LettingGo.Standing(openedOn, closedOn, held, !alerted);
        }
    }

    @Provide
    Arbitrary<List<Happening>> histories() {
        return Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.just(Happening.NOTHING)),
                        Tuple.of(5, Arbitraries.of(Happening.values())))
                .list()
                .ofMinSize(1)
                .ofMaxSize(400);
    }

    @Property(tries = 2000)
    void the_timer_deletes_nothing_unread_held_alerted_or_closed_too_recently(
            @ForAll("histories") List<Happening> days, @ForAll @IntRange(min = 1, max = 120) int kept) {
        // Given
        History tip = new History();
        LocalDate today = LocalDate.of(2026, 1, 1);
        for (Happening happening : days) {
            tip.live(happening, today);

            // When
            boolean goes = LettingGo.mayGo(tip.standing(), kept, today);

            // Then
            if (goes) {
                assertThat(tip.openedOn).isNotNull();
                assertThat(tip.held).isFalse();
                assertThat(tip.alerted).isFalse();
                assertThat(tip.closedOn).isNotNull().isBeforeOrEqualTo(today.minusDays(kept));
                return;
            }
            today = today.plusDays(1);
        }
    }

    @Property(tries = 200)
    void what_is_read_closed_and_free_goes_when_its_days_are_over_and_not_a_day_before(
            @ForAll @IntRange(min = 1, max = 4000) int kept) {
        // Given
        LocalDate closed = LocalDate.of(2026, 1, 1);
        LettingGo.Standing tip = new LettingGo.Standing(closed, closed, false, true);

        // When
        boolean dayBefore = LettingGo.mayGo(tip, kept, closed.plusDays(kept - 1));

        // Then
        assertThat(dayBefore).isFalse();
        assertThat(LettingGo.mayGo(tip, kept, closed.plusDays(kept))).isTrue();
    }
}
