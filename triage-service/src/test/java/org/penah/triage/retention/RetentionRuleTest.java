package org.penah.triage.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Random histories of a tip, day by day, with the timer running after each: what it may never delete. */
class RetentionRuleTest {

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

        RetentionRule.Standing standing() {
            return new RetentionRule.Standing(openedOn, closedOn, held, !alerted);
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
            boolean goes = RetentionRule.mayGo(tip.standing(), kept, today);

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

    @Provide
    Arbitrary<List<List<Happening>>> epochs() {
        Arbitrary<List<Happening>> tip = Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.just(Happening.CLOSED)),
                        Tuple.of(5, Arbitraries.of(Happening.values())))
                .list()
                .ofMinSize(0)
                .ofMaxSize(40);
        return tip.list().ofMaxSize(4);
    }

    @Property(tries = 2000)
    void no_key_is_destroyed_while_sources_seal_to_it_or_somebody_may_need_it(
            @ForAll("epochs") List<List<Happening>> lives,
            @ForAll @IntRange(max = 60) int supersededAfter,
            @ForAll @IntRange(min = 1, max = 120) int rest) {
        // Given
        List<History> all = lives.stream().map(life -> new History()).toList();
        List<History> tips = new ArrayList<>(all);
        Set<History> gone = new HashSet<>();
        LocalDate begin = LocalDate.of(2026, 1, 1);
        LocalDate superseded = begin.plusDays(supersededAfter);
        for (int day = 0; day < 200; day++) {
            LocalDate today = begin.plusDays(day);
            for (int each = 0; each < lives.size(); each++) {
                if (day < lives.get(each).size()) {
                    all.get(each).live(lives.get(each).get(day), today);
                }
            }
            LocalDate known = superseded.isAfter(today) ? null : superseded;

            // When
            boolean ordered =
                    EpochDestructionRule.obstacles(standing(known, tips), today).isEmpty();
            boolean timed = EpochDestructionRule.isOver(standing(known, tips), rest, today);

            // Then
            if (ordered) {
                assertThat(today).isAfter(superseded);
                assertThat(tips)
                        .allMatch(tip -> tip.openedOn != null && tip.closedOn != null && !tip.held && !tip.alerted);
            }
            if (timed) {
                assertThat(ordered).isTrue();
                assertThat(tips).isEmpty();
                assertThat(today).isAfterOrEqualTo(superseded.plusDays(rest));
                return;
            }
            gone.addAll(tips.stream()
                    .filter(tip -> RetentionRule.mayGo(tip.standing(), 5, today))
                    .toList());
            tips.removeAll(gone);
        }
    }

    private static EpochDestructionRule.Standing standing(@Nullable LocalDate superseded, List<History> tips) {
        return new EpochDestructionRule.Standing(
                superseded,
                tips.size(),
                count(tips, tip -> tip.openedOn == null),
                count(tips, tip -> tip.closedOn == null),
                count(tips, tip -> tip.held),
                count(tips, tip -> tip.alerted),
                0);
    }

    private static long count(List<History> tips, Predicate<History> which) {
        return tips.stream().filter(which).count();
    }

    @Property(tries = 200)
    void what_is_read_closed_and_free_goes_when_its_days_are_over_and_not_a_day_before(
            @ForAll @IntRange(min = 1, max = 4000) int kept) {
        // Given
        LocalDate closed = LocalDate.of(2026, 1, 1);
        RetentionRule.Standing tip = new RetentionRule.Standing(closed, closed, false, true);

        // When
        boolean dayBefore = RetentionRule.mayGo(tip, kept, closed.plusDays(kept - 1));

        // Then
        assertThat(dayBefore).isFalse();
        assertThat(RetentionRule.mayGo(tip, kept, closed.plusDays(kept))).isTrue();
    }
}
