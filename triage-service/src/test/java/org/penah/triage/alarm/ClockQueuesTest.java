package org.penah.triage.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.triage.obligation.ClockConfig;

/** A queue whose name is misspelt in the settings would silently owe nothing. */
class ClockQueuesTest {

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @CsvSource({"'', 0", "general, 0", "'general,legal', 0", "genral, 1", "'general,Legal,legal ', 2"})
    void each_name_that_is_no_signed_queue_is_counted(String named, int unknown) throws IOException {
        // Given
        Path manifest = Files.writeString(folder.resolve("keys.json"), """
                {"notAfter":"2027-02-21","queues":[{"name":"general","epochs":[]},{"name":"legal","epochs":[]}]}""");

        // Then
        assertThat(unknown(named, manifest)).isEqualTo(unknown);
    }

    @Test
    void before_there_is_a_manifest_nothing_is_said() {
        assertThat(unknown("general", folder.resolve("keys.json"))).isZero();
    }

    private double unknown(String named, Path manifest) {
        ManifestExpiry expiry =
                new ManifestExpiry(() -> Optional.of(manifest), new ObjectMapper(), Clock.systemUTC(), meters);
        expiry.read();
        Set<String> queues =
                Arrays.stream(named.split(",")).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
        ClockQueues clocks = new ClockQueues(new Clocks(Optional.of(queues)), expiry, meters);
        clocks.look();
        return meters.get("penah.clocks.queues.unknown").gauge().value();
    }

    private record Clocks(Optional<Set<String>> queues) implements ClockConfig {

        @Override
        public int answerDays() {
            return 7;
        }

        @Override
        public int feedbackMonths() {
            return 3;
        }

        @Override
        public Duration decideWithin() {
            return Duration.ofMinutes(30);
        }
    }
}
