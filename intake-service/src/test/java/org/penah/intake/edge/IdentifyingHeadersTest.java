package org.penah.intake.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifyingHeadersTest {

    private final IdentifyingHeaders traces = new IdentifyingHeaders(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "proxy-authorization",
                "X-FORWARDED-FOR",
                "forwarded",
                "x-real-ip",
                "via",
                "cookie"
            })
    void what_could_tell_who_asks_is_seen(String header) {
        // When
        boolean traced = traces.in(MultiMap.caseInsensitiveMultiMap().add(header, "x"));

        // Then
        assertThat(traced).isTrue();
    }

    @Test
    void a_plain_request_is_let_through() {
        // When
        boolean traced = traces.in(MultiMap.caseInsensitiveMultiMap().add("Accept-Language", "az"));

        // Then
        assertThat(traced).isFalse();
    }

    @Test
    void cookies_of_a_neighbour_pass_where_the_host_name_is_shared() {
        // When
        boolean traced = new IdentifyingHeaders(false)
                .in(MultiMap.caseInsensitiveMultiMap().add("Cookie", "x=y"));

        // Then
        assertThat(traced).isFalse();
    }
}
