package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.penah.triage.access.Member;
import org.penah.triage.access.Role;
import org.penah.triage.list.Assignee;
import org.penah.triage.problem.ProblemException;

class AssignmentRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:03:20Z");
    private static final Member RAUF = new Member("rauf", Set.of(Role.TRIAGER));
    private static final Member AYSEL = new Member("aysel", Set.of(Role.TRIAGER, Role.LEAD));
    private static final List<String> COLLEAGUES = List.of("aysel", "rauf");
    private static final Assignee BY_AYSEL = new Assignee("aysel", Instant.parse("2026-11-24T10:05:00Z"));
    private static final Assignee LAPSED = new Assignee("aysel", Instant.parse("2026-11-24T10:00:00Z"));
    private static final Assignee FOR_GOOD = new Assignee("aysel", null);

    @Test
    void a_claim_ends_half_an_hour_later_on_a_full_five_minutes() {
        // When
        Assignee holder = AssignmentRules.claim(null, RAUF, NOW);

        // Then
        assertThat(holder).isEqualTo(new Assignee("rauf", Instant.parse("2026-11-24T10:35:00Z")));
    }

    @Test
    void a_claim_that_has_lapsed_holds_nobody_off() {
        // When
        Assignee holder = AssignmentRules.claim(LAPSED, RAUF, NOW);

        // Then
        assertThat(holder.name()).isEqualTo("rauf");
    }

    @Test
    void ones_own_claim_is_renewed() {
        // When
        Assignee holder = AssignmentRules.claim(BY_AYSEL, AYSEL, NOW);

        // Then
        assertThat(holder.until()).isEqualTo(Instant.parse("2026-11-24T10:35:00Z"));
    }

    @Test
    void nobody_takes_a_tip_out_of_anothers_hands() {
        // When
        assertHeld(() -> AssignmentRules.claim(BY_AYSEL, RAUF, NOW));

        // Then nor by any other way
        assertHeld(() -> AssignmentRules.claim(FOR_GOOD, RAUF, NOW));
        assertHeld(() -> AssignmentRules.release(FOR_GOOD, RAUF, NOW));
        assertHeld(() -> AssignmentRules.assign(FOR_GOOD, RAUF, "rauf", COLLEAGUES, NOW));
    }

    @Test
    void a_lead_may_assign_what_somebody_else_holds() {
        // When
        Assignee holder = AssignmentRules.assign(new Assignee("rauf", null), AYSEL, "aysel", COLLEAGUES, NOW);

        // Then
        assertThat(holder.name()).isEqualTo("aysel");
    }

    @Test
    void what_somebody_was_given_ends_a_day_later_and_no_earlier_when_they_claim_it() {
        // When
        Assignee given = AssignmentRules.assign(null, AYSEL, "rauf", COLLEAGUES, NOW);
        Assignee claimed = AssignmentRules.claim(given, RAUF, NOW);

        // Then
        assertThat(given).isEqualTo(new Assignee("rauf", Instant.parse("2026-11-25T10:05:00Z")));
        assertThat(claimed).isEqualTo(given);
    }

    @Test
    void one_hands_over_what_one_holds() {
        // When
        Assignee holder = AssignmentRules.assign(new Assignee("rauf", null), RAUF, "aysel", COLLEAGUES, NOW);

        // Then
        assertThat(holder.name()).isEqualTo("aysel");
    }

    @Test
    void nobody_is_assigned_who_cannot_open_the_tip() {
        // When
        assertThatThrownBy(() -> AssignmentRules.assign(null, AYSEL, "nigar", COLLEAGUES, NOW))
                // Then
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo("/problems/no-colleague"));
    }

    private static void assertHeld(@Nullable ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo("/problems/held"));
    }
}
