package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.penah.triage.problem.ProblemException;

class FourEyesTest {

    private static final List<String> MEMBERS = List.of("aysel", "rauf");

    @Test
    void two_members_of_the_queue_are_needed() {
        refused("four-eyes", "aysel", "aysel");
        refused("colleague-left", "leyla", "aysel");
        refused("key-not-shown", "aysel", "leyla");
        FourEyes.require("rauf", "aysel", MEMBERS);
    }

    private static void refused(String problem, String first, String second) {
        assertThatThrownBy(() -> FourEyes.require(first, second, MEMBERS))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo("/problems/" + problem));
    }
}
