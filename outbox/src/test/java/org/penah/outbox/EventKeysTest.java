package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.penah.testbed.key.Ed25519Keys;

/** A service that could believe nobody, or sign nothing, does not start. */
class EventKeysTest {

    private final Ed25519Keys own = Ed25519Keys.make();
    private final Ed25519Keys others = Ed25519Keys.make();

    @Test
    void a_sender_without_a_key_is_missed_at_the_start() {
        EventKeys keys = keys(own.privateKey(), Map.of("intake", List.of(others.publicKey()), "notify", List.of()));

        assertThatCode(() -> keys.requireKeyOf("intake")).doesNotThrowAnyException();
        assertThatThrownBy(() -> keys.requireKeyOf("notify")).hasMessageContaining("penah.events.from.notify");
        assertThatThrownBy(() -> keys.requireKeyOf("triage")).hasMessageContaining("penah.events.from.triage");
    }

    @Test
    void what_is_no_key_is_refused_and_not_shown() {
        String wrong = own.privateKey().replace('M', 'N');

        assertThatThrownBy(() -> keys(wrong, Map.of()))
                .hasMessage("no Ed25519 key in PKCS #8 and base64")
                .hasNoCause();
        assertThatThrownBy(() -> keys(own.publicKey(), Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys(own.privateKey(), Map.of("intake", List.of(own.privateKey()))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static EventKeys keys(String own, Map<String, List<String>> others) {
        return new EventKeys(new EventsConfig() {
            @Override
            public Secret<String> key() {
                return () -> own;
            }

            @Override
            public Map<String, List<String>> from() {
                return others;
            }
        });
    }
}
