package org.penah.intake.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnionTest {

    @ParameterizedTest
    @CsvSource({
        "abc.onion, true",
        "www.abc.onion, true",
        "localhost, false",
        "onion.example, false",
        "abc.onion.example, false",
    })
    void the_name_that_was_asked_for_tells(String host, boolean onion) {
        assertThat(Onion.isOnion(HostAndPort.create(host, 80))).isEqualTo(onion);
    }

    @Test
    void a_request_without_a_name_did_not_use_it() {
        assertThat(Onion.isOnion(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc.onion", "http://pages.onion", "evil.example"})
    void what_is_not_a_version_3_address_does_not_start(String address) {
        assertThatThrownBy(() -> new Onion(() -> Optional.of(address))).hasMessageContaining("penah.onion");
    }
}
