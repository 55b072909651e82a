package org.penah.intake.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitsTest {

    private final Circuits circuits = new Circuits();

    @Test
    void a_circuit_is_recognised_whatever_port_its_stream_has() throws UnknownHostException {
        // When
        Optional<Circuit> first = circuits.of(address("fc00:dead:beef:4dad::1:5a", 1));
        Optional<Circuit> second = circuits.of(address("fc00:dead:beef:4dad::1:5a", 2));

        // Then
        assertThat(first).isPresent().isEqualTo(second);
    }

    @Test
    void two_circuits_differ_and_none_is_written_out() throws UnknownHostException {
        // When
        Optional<Circuit> one = circuits.of(address("fc00:dead:beef:4dad::1:5a", 1));
        Optional<Circuit> other = circuits.of(address("fc00:dead:beef:4dad::1:5b", 1));

        // Then
        assertThat(one).isPresent().isNotEqualTo(other);
        assertThat(one.orElseThrow()).hasToString("Circuit[redacted]");
    }

    @Test
    void an_address_of_somebody_is_no_circuit() throws UnknownHostException {
        // When
        Optional<Circuit> none = circuits.of(address("fc00:dead:beef:4dae::1", 1));

        // Then
        assertThat(none).isEmpty();
    }

    private static SocketAddress address(String host, int port) throws UnknownHostException {
        return SocketAddress.inetSocketAddress(new InetSocketAddress(InetAddress.getByName(host), port));
    }
}
