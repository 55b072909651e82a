package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Sent;

/** The opposite deed undoes a finding or a hand-over, and only while it is current. */
@QuarkusTest
class TakingBackTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    Desk desk;

    @Test
    void junk_that_is_taken_back_stands_where_it_stood() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(RAUF, tip, "vet", "junk");

        // When
        HttpResponse<String> back = take(RAUF, tip, "unvet", "junk");

        // Then
        assertThat(back.statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).has("finding")).isFalse();
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("routine");
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.vetted", "rauf tip.unvetted");
    }

    @Test
    void what_stood_aside_before_it_was_junk_stays_there_when_that_is_taken_back() {
        // Given
        Sent tip = desk.receive(Sent.routine().inFlood());
        take(RAUF, tip, "vet", "junk");

        // When
        take(RAUF, tip, "unvet", "junk");

        // Then
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("quarantine");
    }

    @Test
    void junk_that_a_member_moved_by_hand_is_not_moved_by_taking_the_finding_back() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(RAUF, tip, "vet", "junk");
        RAUF.post(Desk.path(tip) + "/aside", "{\"aside\":false}");
        RAUF.post(Desk.path(tip) + "/aside", "{\"aside\":true}");

        // When
        take(RAUF, tip, "unvet", "junk");

        // Then
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("quarantine");
    }

    @Test
    void what_a_colleague_has_found_since_is_not_taken_back() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(RAUF, tip, "vet", "junk");
        take(AYSEL, tip, "vet", "verified");

        // When
        HttpResponse<String> back = take(RAUF, tip, "unvet", "junk");

        // Then
        assertThat(back.statusCode()).isEqualTo(409);
        assertThat(desk.view(tip).path("finding").asText()).isEqualTo("verified");
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.vetted", "aysel tip.vetted");
    }

    @Test
    void somebody_who_gave_a_tip_takes_it_back() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(RAUF, tip, "assign", "aysel");

        // When
        HttpResponse<String> back = take(RAUF, tip, "unassign", "aysel");

        // Then
        assertThat(back.statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).has("assignee")).isFalse();
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.assigned", "rauf tip.unassigned");
    }

    @Test
    void nobody_takes_back_what_another_gave_or_what_its_holder_has_taken_up() {
        // Given
        Sent given = desk.receive(Sent.routine());
        take(AYSEL, given, "assign", "rauf");
        Sent takenUp = desk.receive(Sent.routine());
        take(RAUF, takenUp, "assign", "aysel");
        take(AYSEL, takenUp, "claim", "");
        Sent passedOn = desk.receive(Sent.routine());
        take(RAUF, passedOn, "assign", "aysel");
        take(AYSEL, passedOn, "assign", "rauf");

        // When
        List<Integer> answers = List.of(
                take(RAUF, given, "unassign", "rauf").statusCode(),
                take(RAUF, takenUp, "unassign", "aysel").statusCode(),
                take(RAUF, passedOn, "unassign", "aysel").statusCode(),
                take(RAUF, passedOn, "unassign", "rauf").statusCode());

        // Then
        assertThat(answers).containsExactly(409, 409, 409, 409);
        assertThat(desk.view(given).at("/assignee/name").asText()).isEqualTo("rauf");
        assertThat(desk.view(takenUp).at("/assignee/name").asText()).isEqualTo("aysel");
        assertThat(desk.view(passedOn).at("/assignee/name").asText()).isEqualTo("rauf");
    }

    private static HttpResponse<String> take(Browser member, Sent tip, String kind, String value) {
        return member.post(
                Desk.path(tip) + "/steps",
                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s,\"note\":%s}"
                        .formatted(
                                UUID.randomUUID(),
                                kind,
                                value.isEmpty() ? "null" : "\"" + value + "\"",
                                kind.equals("vet") ? "\"" + StepTest.NOTE + "\"" : "null"));
    }
}
