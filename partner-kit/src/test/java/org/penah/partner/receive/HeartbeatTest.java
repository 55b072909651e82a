package org.penah.partner.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration SLOT = Duration.ofSeconds(10);

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private long steady;
    private Instant now = Instant.parse("2026-11-24T10:02:30Z");
    private final InstantSource clock = () -> now;
    private final Heartbeat heartbeat = new Heartbeat(
            clock.withZone(ZoneOffset.UTC),
            () -> steady,
            new PrintStream(screen, true, StandardCharsets.UTF_8),
            Duration.ofSeconds(60));

    @Test
    void silence_is_said_once_after_three_slots_and_so_is_its_end() {
        // Given
        heartbeat.heard(SLOT, false);

        // When
        after(30);
        assertThat(said()).isEmpty();
        after(1);
        after(600);

        // Then
        assertThat(said()).containsOnlyOnce("PENAH IS SILENT: nothing has come since 10:02:30 UTC");

        // When
        heartbeat.heard(SLOT, false);

        // Then
        assertThat(said()).contains("Penah is heard again.");
    }

    @Test
    void who_was_never_heard_is_silent_too() {
        after(181);
        assertThat(said()).contains("PENAH IS SILENT");
    }

    @Test
    void a_clock_that_somebody_sets_back_hides_no_silence() {
        // Given
        heartbeat.heard(SLOT, false);
        now = now.minus(Duration.ofDays(1));

        // When
        after(31);

        // Then
        assertThat(said()).contains("PENAH IS SILENT");
        assertThat(heartbeat.pulse(null).silent()).isTrue();
    }

    @Test
    void trouble_begins_when_it_is_said_first_and_ends_with_it() {
        // Given
        heartbeat.heard(SLOT, true);
        Instant first = now;
        after(10);

        // When
        heartbeat.heard(SLOT, true);

        // Then
        assertThat(heartbeat.pulse(null).unwellSince()).isEqualTo(first);

        // When
        heartbeat.heard(SLOT, false);

        // Then
        assertThat(heartbeat.pulse(null).unwellSince()).isNull();
    }

    @Test
    void trouble_is_said_once() {
        heartbeat.heard(SLOT, true);
        heartbeat.heard(SLOT, true);
        assertThat(said()).containsOnlyOnce("PENAH IS IN TROUBLE");
    }

    private void after(int seconds) {
        now = now.plusSeconds(seconds);
        steady += TimeUnit.SECONDS.toNanos(seconds);
        heartbeat.look();
    }

    private String said() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}
