package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockSetBackTest {

    private final ClockSetBack.Lead lead = new ClockSetBack.Lead(Duration.ofMinutes(1));
    private Instant clock = Instant.parse("2026-12-02T03:00:00Z");
    private Duration passed = Duration.ofDays(1);

    @Test
    void a_clock_that_goes_on_or_is_set_ahead_is_left_alone() {
        assertThat(look()).isFalse();
        pass(Duration.ofHours(9));
        assertThat(look()).isFalse();
        clock = clock.plus(Duration.ofDays(40));
        assertThat(look()).isFalse();
    }

    @Test
    void one_that_is_corrected_by_seconds_is_left_alone() {
        assertThat(look()).isFalse();
        clock = clock.minusSeconds(59);
        assertThat(look()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(look()).isFalse();
    }

    @Test
    void one_that_is_set_back_is_seen_however_often_somebody_looks_meanwhile() {
        assertThat(look()).isFalse();
        clock = clock.minusSeconds(40);
        assertThat(look()).isFalse();
        clock = clock.minusSeconds(40);
        assertThat(look()).isTrue();
    }

    @Test
    void one_that_was_ahead_at_the_start_and_is_put_right_is_seen() {
        clock = clock.plus(Duration.ofDays(1));
        assertThat(look()).isFalse();
        pass(Duration.ofMinutes(3));
        clock = clock.minus(Duration.ofDays(1));
        assertThat(look()).isTrue();
    }

    @Test
    void the_process_ends_once_it_is_set_back() {
        // Given
        Vertx vertx = Vertx.vertx();
        AtomicLong millis = new AtomicLong(clock.toEpochMilli());
        AtomicInteger ends = new AtomicInteger();
        ClockSetBack watch = new ClockSetBack(
                vertx, () -> Optional.of(Duration.ofMinutes(1)), millis::incrementAndGet, ends::incrementAndGet);

        // When
        try {
            watch.start(new StartupEvent());
            await().until(() -> millis.get() > clock.toEpochMilli() + 1);
            int before = ends.get();
            millis.addAndGet(-Duration.ofMinutes(2).toMillis());

            // Then
            await().until(() -> ends.get() > 0);
            assertThat(before).isZero();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void pass(Duration time) {
        clock = clock.plus(time);
        passed = passed.plus(time);
    }

    private boolean look() {
        return lead.hasShrunk(clock.toEpochMilli(), passed.toNanos());
    }
}
