package org.penah.intake.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
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

    private static Answers about(Topic topic, Threat threat) {
        return new Answers(topic, "", threat, Consents.NONE);
    }
}
