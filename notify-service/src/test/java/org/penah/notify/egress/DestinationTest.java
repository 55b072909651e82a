package org.penah.notify.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

    private static final Optional<String> NONE = Optional.empty();

    private static final String ONION = "a".repeat(56) + ".onion";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2620:4f:8000::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "4000::1"
            })
    void an_address_that_is_not_public_is_never_reached(String address) {
        assertThatThrownBy(
                        () -> Destination.of(URI.create("https://partner.example/"), false, NONE, answering(address)))
                .isInstanceOf(ForbiddenDestinationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "223.255.255.254", "2606:4700::1", "2a00::1"})
    void a_public_address_is_pinned(String address) throws Exception {
        // When
        Destination destination =
                Destination.of(URI.create("https://partner.example/a?b=c"), false, NONE, answering(address));

        // Then
        assertThat(destination.address()).isEqualTo(InetAddress.getByName(address));
        assertThat(destination.host()).isEqualTo("partner.example");
        assertThat(destination.port()).isEqualTo(443);
        assertThat(destination.pathAndQuery()).isEqualTo("/a?b=c");
        assertThat(destination.isEncrypted()).isTrue();
    }

    @Test
    void one_bad_answer_among_good_ones_spoils_all() {
        assertThatThrownBy(() -> Destination.of(
                        URI.create("https://partner.example/"), false, NONE, answering("1.1.1.1", "10.0.0.1")))
                .isInstanceOf(ForbiddenDestinationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://partner.example/",
                "ftp://partner.example/",
                "file:///etc/passwd",
                "gopher://partner.example/",
                "//partner.example/",
                "https:///path",
                "https:partner.example",
                "https://user@partner.example/",
                "https://user:word@partner.example/",
                "https://partner.example/#fragment",
                "https://partner.example:0/",
                "https://partner.example:65536/",
                "https://partner_underscore.example/",
                "http://short.onion/",
                "https://partner.onion/"
            })
    void a_url_of_another_shape_is_refused_without_a_look_up(String url) {
        assertThatThrownBy(() -> Destination.of(URI.create(url), false, NONE, answering("1.1.1.1")))
                .isInstanceOf(ForbiddenDestinationException.class);
    }

    // Spellings that some libraries take for 127.0.0.1; here Java looks them up and the answer is checked.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.1/",
                "https://2130706433/",
                "https://0177.0.0.1/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://localhost/",
                "https://LOCALHOST/",
                "https://127.0.0.1./"
            })
    void no_spelling_of_loopback_gets_through(String url) {
        assertThatThrownBy(() -> Destination.of(URI.create(url), false, NONE, InetAddress::getAllByName))
                .isInstanceOfAny(ForbiddenDestinationException.class, UnknownHostException.class);
    }

    @Test
    void a_demo_may_reach_loopback_in_clear_and_nothing_else() throws Exception {
        // When
        Destination destination =
                Destination.of(URI.create("http://127.0.0.1:8084/alerts"), true, NONE, InetAddress::getAllByName);

        // Then
        assertThat(destination.port()).isEqualTo(8084);
        assertThat(destination.isEncrypted()).isFalse();
        assertThatThrownBy(
                        () -> Destination.of(URI.create("http://partner.example/"), true, NONE, answering("1.1.1.1")))
                .isInstanceOf(ForbiddenDestinationException.class);
        assertThatThrownBy(
                        () -> Destination.of(URI.create("https://partner.example/"), true, NONE, answering("10.0.0.1")))
                .isInstanceOf(ForbiddenDestinationException.class);
    }

    @Test
    void an_onion_service_is_left_to_tor_to_find() throws Exception {
        // When
        Destination destination = Destination.of(URI.create("http://" + ONION + "/x"), false, NONE, host -> {
            throw new AssertionError("an onion name was looked up");
        });

        // Then
        assertThat(destination.address()).isNull();
        assertThat(destination.port()).isEqualTo(80);
    }

    /** On one server it has a private address; on a cluster it is in the same pod. */
    @ParameterizedTest
    @CsvSource({
        "canary-partner:8086, 172.18.0.4, http://canary-partner:8086/alerts, true",
        "canary-partner:8086, 172.18.0.4, http://canary-partner:8087/alerts, false",
        "canary-partner:8086, 172.18.0.4, https://canary-partner:8086/alerts, false",
        "canary-partner:8086, 172.18.0.4, http://other:8086/alerts, false",
        "127.0.0.1:8086, 127.0.0.1, http://127.0.0.1:8086/alerts, true",
        "127.0.0.1:8086, 127.0.0.1, http://127.0.0.1:9083/q/metrics, false",
        "127.0.0.1:8086, 127.0.0.1, http://localhost:8086/alerts, false"
    })
    void the_canary_partner_that_was_installed_is_the_one_private_address(
            String canary, String address, String url, boolean allowed) {
        var looked =
                assertThatCode(() -> Destination.of(URI.create(url), false, Optional.of(canary), answering(address)));
        if (allowed) {
            looked.doesNotThrowAnyException();
        } else {
            looked.isInstanceOf(ForbiddenDestinationException.class);
        }
    }

    private static Resolver answering(String... addresses) {
        return host -> {
            InetAddress[] answer = new InetAddress[addresses.length];
            for (int i = 0; i < addresses.length; i++) {
                answer[i] = InetAddress.getByName(addresses[i]);
            }
            return answer;
        };
    }
}
