package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertDecided.Decision;
import org.penah.notify.event.AlertState;

/** The desk counts its words about an alert, and misses those that it is not told of. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class HeardTest {

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    private final UUID alertId = UUID.randomUUID();

    @BeforeEach
    void start() {
        database.forgetAlerts();
        clock.reset();
    }

    @Test
    void the_desk_is_told_which_of_its_words_came_though_it_changes_nothing() {
        // Given nobody who could have it
        say(Decision.CONFIRMED, 1);
        await().until(() -> heard(1));

        // When
        say(Decision.CALL_OTHERS, 2);

        // Then
        await().until(() -> heard(2));
        say(Decision.CONFIRMED, 4);
        await().until(() -> heard(4));

        // When an earlier word was overtaken
        say(Decision.CONFIRMED, 3);

        // Then it is echoed by its own number
        await().until(() -> heard(3));
        say(Decision.CANCELLED, 5);
        await().until(() -> heard(5));
        say(Decision.CONFIRMED, 6);
        await().until(() -> heard(6));
        assertThat(broker.latest(alertId).state()).isEqualTo(AlertState.CANCELLED);
    }

    private boolean heard(int number) {
        return Integer.valueOf(number).equals(broker.latest(alertId).heard());
    }

    private void say(Decision decision, int number) {
        broker.decide(alertId, decision, null, number);
    }
}
