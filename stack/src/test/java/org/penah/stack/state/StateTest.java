package org.penah.stack.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.StackFailure;

class StateTest {

    @TempDir
    Path parent;

    private State state;

    @BeforeEach
    void open() {
        state = State.open(parent.resolve(".penah"));
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void keepsASecondSupervisorOut() {
        // Given the first one, which holds it

        // When
        assertThatThrownBy(() -> State.open(parent.resolve(".penah")))

                // Then
                .isInstanceOf(StackFailure.class)
                .hasMessageStartingWith("Penah already runs on ");
    }

    @Test
    void makesASecretOnceAndForItsOwnerAlone() throws IOException {
        // Given
        Secret first = state.secrets().get("broker-intake");

        // When
        Secret second = state.secrets().get("broker-intake");

        // Then
        assertThat(second.reveal()).isEqualTo(first.reveal()).hasSize(41);
        Path file = state.secrets().file("broker-intake");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void hidesASecretFromLogs() {
        // Given
        Secret secret = state.secrets().get("broker-intake");

        // When
        String shown = "password=" + secret;

        // Then
        assertThat(shown).isEqualTo("password=[redacted]");
    }

    @Test
    void forgetsEverythingButWhatStillRuns() throws IOException {
        // Given
        Files.writeString(state.folder("keys").resolve("keys.json"), "{}");
        Files.writeString(state.folder("run").resolve("intake"), "1 1");

        // When
        state.clear();

        // Then
        assertThat(state.root().resolve("keys")).doesNotExist();
        assertThat(state.root().resolve("run/intake")).exists();
    }

    @Test
    void keepsTheFreePortsThatItChose() {
        // Given
        Ports first = Ports.free(state);

        // When
        Ports second = Ports.free(state);

        // Then
        assertThat(second.url(Port.TRIAGE)).isEqualTo(first.url(Port.TRIAGE));
    }

    @Test
    void choosesForPortsThatAnOlderVersionDidNotHave() throws IOException {
        // Given
        Files.writeString(state.root().resolve("ports"), "TRIAGE=20001");

        // When
        Ports ports = Ports.free(state);

        // Then
        assertThat(ports.of(Port.TRIAGE)).isEqualTo(20001);
        assertThat(ports.of(Port.TOR_SOCKS))
                .isPositive()
                .isEqualTo(Ports.free(state).of(Port.TOR_SOCKS));
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        // Given
        Ports ports = Ports.free(state);
        try (ServerSocket other =
                new ServerSocket(ports.of(Port.INTAKE_MANAGEMENT), 1, InetAddress.getLoopbackAddress())) {

            // When
            assertThatThrownBy(() -> ports.mustBeFree(List.of(Port.INTAKE, Port.INTAKE_MANAGEMENT)))

                    // Then
                    .isInstanceOf(StackFailure.class)
                    .hasMessage("Port %d, which intake management needs, is taken by another program;"
                                    .formatted(other.getLocalPort())
                            + " stop that one, or use --free-ports.");
        }
    }
}
