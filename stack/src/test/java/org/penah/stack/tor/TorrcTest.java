package org.penah.stack.tor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The torrc that ships, read by tor itself. */
class TorrcTest {

    private static final Path SHIPPED = Path.of("../k8s/tor/torrc");

    @TempDir
    Path folder;

    @BeforeEach
    void findTor() throws IOException {
        boolean found = TorNetwork.isPossible();
        if (!found) {
            System.out.println("SKIPPED: no tor is installed; see .ci/run");
        }
        Assumptions.assumeTrue(found, "no tor is installed");
    }

    @Test
    void torTakesEachLineOfIt() throws IOException {
        // Given
        Path torrc = placed();

        // When
        String said = tor("--verify-config", "-f", torrc.toString());

        // Then
        assertThat(said).contains("Configuration was valid").doesNotContain("[warn] Option");
    }

    @Test
    void saysWhatTheServiceMustHaveAndNothingThatLetsAnybodyIn() throws IOException {
        // Given
        Path torrc = placed();

        // When
        List<String> lines =
                tor("--dump-config", "short", "-f", torrc.toString()).lines().toList();

        // Then
        assertThat(lines)
                .contains(
                        "HiddenServiceExportCircuitID haproxy",
                        "HiddenServicePoWDefensesEnabled 1",
                        "HeartbeatPeriod 0",
                        "Log notice stdout",
                        "SocksPort 0")
                .noneMatch(line -> line.matches("(ORPort|DirPort|ControlPort|ControlSocket|DNSPort|TransPort) .*"))
                .noneMatch(line -> line.startsWith("SafeLogging") || line.startsWith("Log info"));
    }

    @Test
    void isNotTakenWhenTheLinesThatAreReplacedHaveChanged() {
        // Given
        String changed = "DataDirectory /srv/tor\n";

        // When
        assertThatThrownBy(() -> Torrc.onionService(changed, folder, folder, 1))

                // Then
                .hasMessageContaining("DataDirectory /var/lib/tor");
    }

    private Path placed() throws IOException {
        Path torrc = folder.resolve("torrc");
        Files.writeString(
                torrc,
                Torrc.onionService(Files.readString(SHIPPED), folder.resolve("data"), folder.resolve("service"), 8085));
        return torrc;
    }

    private static String tor(String... arguments) throws IOException {
        return TorCommands.run("", "tor", List.of(arguments));
    }
}
