package org.penah.triage.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvitationTest {

    @ParameterizedTest
    @CsvSource({"2026-12-01, false", "2026-12-02, true"})
    void an_invitation_holds_for_thirty_days(LocalDate today, boolean over) {
        // Given
        LocalDate invitedOn = LocalDate.parse("2026-11-01");

        // When
        Invitation invitation = new Invitation("night-line", UUID.randomUUID(), "join-", "kamran", invitedOn, null);

        // Then
        assertThat(invitation.isOver(today)).isEqualTo(over);
    }
}
