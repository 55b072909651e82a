package org.penah.stack.k8s;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.testbed.program.Command;

/** The alerts as Prometheus reads them, by its own promtool: which go off in which night. */
class AlertsTest {

    private static final Path NIGHTS = Path.of("src/test/resources/alerts.yaml");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void each_alert_goes_off_when_it_must_and_not_when_all_is_well(Manifests manifests) throws Exception {
        // Given
        new ObjectMapper()
                .writeValue(
                        folder.resolve("rules.json").toFile(),
                        manifests
                                .ofKind("PrometheusRule")
                                .findFirst()
                                .orElseThrow()
                                .path("spec"));
        Path nights = Files.copy(NIGHTS, folder.resolve("alerts.yaml"));

        // When
        Command promtool = Command.orSkip("promtool", "test", "rules", nights.toString());

        // Then
        promtool.succeed();
    }
}
