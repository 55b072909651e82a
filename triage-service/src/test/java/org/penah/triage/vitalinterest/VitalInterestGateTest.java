package org.penah.triage.vitalinterest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.Threat;

class VitalInterestGateTest {

    private static final Threat DANGER = new Threat(Threat.Who.SOMEONE_ELSE, Threat.When.DAYS, null);
    private static final Threat NONE = new Threat(Threat.Who.NONE, null, null);

    @ParameterizedTest(name = "reported {0}, alert {1}, opened {2}, found {3}: {4}")
    @CsvSource({
        "danger, no,  no,  ,       ",
        "danger, no,  yes, danger, danger-reported",
        "danger, yes, yes, ,       alert-known",
        "none,   no,  yes, danger, ",
        "none,   no,  yes, ,       no-threat",
        "none,   no,  yes, none,   no-threat",
        "none,   no,  no,  danger, unread",
        "none,   yes, yes, danger, alert-known",
    })
    void raises_only_danger_that_the_source_or_somebody_who_read_the_tip_names(
            String reported, String alert, String opened, @Nullable String found, @Nullable String problem) {
        // Given
        var danger = new ReportedDanger(
                alert.equals("yes") ? UUID.randomUUID() : null,
                threat(reported),
                false,
                new Consents(false, false),
                false,
                "az",
                null);
        Threat finding = found == null ? null : threat(found);

        // When
        var asked = assertThatCode(() -> VitalInterestGate.requireUntold(danger, opened.equals("yes"), finding));

        // Then
        if (problem == null) {
            asked.doesNotThrowAnyException();
        } else {
            asked.isInstanceOfSatisfying(
                    ProblemException.class,
                    refusal -> assertThat(refusal.problem().type()).isEqualTo("/problems/" + problem));
        }
    }

    @Test
    void nobody_approves_what_nobody_proposed() {
        assertThatThrownBy(() -> VitalInterestGate.requireOpen(null)).isInstanceOf(ProblemException.class);
    }

    private static Threat threat(String word) {
        return word.equals("none") ? NONE : DANGER;
    }
}
