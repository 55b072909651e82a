package org.penah.intake.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.intake.form.Addition;
import org.penah.intake.form.Answers;
import org.penah.intake.form.Consents;
import org.penah.intake.form.Threat;
import org.penah.intake.form.ThreatTarget;
import org.penah.intake.form.Topic;
import org.penah.intake.form.Urgency;

class RoutingTest {

    private final Routing routing = new Routing(Map.of(Topic.CORRUPTION, "general"), "threat");

    @Test
    void a_calm_tip_goes_to_the_queue_of_its_topic() {
        // When
        String queue = routing.queueOf(about(Topic.CORRUPTION, Threat.none()));

        // Then
        assertThat(queue).isEqualTo("general");
    }

    @Test
    void a_report_of_danger_goes_to_the_queue_of_danger_whatever_its_topic() {
        // When
        String queue = routing.queueOf(about(Topic.CORRUPTION, new Threat(ThreatTarget.ME, Urgency.DAYS, null)));

        // Then
        assertThat(queue).isEqualTo("threat");
    }

    @Test
    void a_topic_that_is_not_offered_goes_nowhere() {
        // When
        var route = assertThatThrownBy(() -> routing.queueOf(about(Topic.OTHER, Threat.none())));

        // Then
        route.isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_adds_to_a_tip_goes_to_its_queue_if_a_topic_leads_there_and_to_that_of_danger_if_it_reports_any() {
        // Given
        Threat danger = new Threat(ThreatTarget.UNSPECIFIED, Urgency.DAYS, null);

        // When
        var elsewhere = assertThatThrownBy(() -> routing.queueOf(adding("leads", Threat.none())));

        // Then
        elsewhere.isInstanceOf(IllegalArgumentException.class);
        assertThat(routing.queueOf(adding("general", Threat.none()))).isEqualTo("general");
        assertThat(routing.queueOf(adding("general", danger))).isEqualTo("threat");
    }

    private static Answers adding(String queue, Threat threat) {
        return new Answers(null, "", threat, null, new Addition(UUID.randomUUID(), queue, threat.when(), false, false));
    }

    private static Answers about(Topic topic, Threat threat) {
        return new Answers(topic, "", threat, Consents.NONE);
    }
}
