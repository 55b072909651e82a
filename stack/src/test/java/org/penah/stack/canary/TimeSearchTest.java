package org.penah.stack.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a time that {@code DatabaseLogTest} searches for. */
class TimeSearchTest {

    private static final Instant TIP = Instant.parse("2026-11-24T21:07:43.123456Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"log\":\"started\",\"time\":\"2026-11-24T21:07:43.1249Z\"}",
                "2026-11-24 21:07:43.124 UTC [17] ERROR:  duplicate key",
                "2026-11-24 21:07 INFO",
                "Date: Tue, 24 Nov 2026 21:07:43 GMT",
                "time=1795554463",
                "time=1795554463123",
                "1795554463123456 1",
                "[1795554463123456789]"
            })
    void in_text(String line) {
        assertThat(found(line.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24 21:07:44",
                "2026-11-24T21:06:43Z",
                "2026-11-24",
                "2026-99-24 21:07",
                "17955544631231",
                "9243255684826258103"
            })
    void another_time_or_its_day_alone_is_none(String line) {
        assertThat(found(line.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void as_postgresql_writes_it() {
        long micros = 1_795_554_463_123_456L - 946_684_800_000_000L;

        assertThat(found(among(ByteOrder.LITTLE_ENDIAN, micros))).isTrue();
        assertThat(found(among(ByteOrder.BIG_ENDIAN, micros))).isTrue();
        assertThat(found(among(ByteOrder.BIG_ENDIAN, micros + 60_000_000L))).isFalse();
    }

    @Test
    void as_java_and_amqp_write_it() {
        assertThat(found(among(ByteOrder.BIG_ENDIAN, TIP.toEpochMilli()))).isTrue();
        assertThat(found(among(ByteOrder.BIG_ENDIAN, TIP.getEpochSecond()))).isTrue();
    }

    /** {@code term_to_binary(1795554463123)}, and the first half of a UUID of version 7. */
    @ParameterizedTest
    @ValueSource(strings = {"836e0600", ""})
    void as_erlang_writes_it_and_an_ordered_uuid(String before) {
        byte[] millis = BigInteger.valueOf(TIP.toEpochMilli()).toByteArray();
        if (!before.isEmpty()) {
            for (int i = 0; i < 3; i++) {
                byte first = millis[i];
                millis[i] = millis[5 - i];
                millis[5 - i] = first;
            }
        }

        assertThat(found(HexFormat.of().parseHex(before + HexFormat.of().formatHex(millis) + "7abcffffffffffffffff")))
                .isTrue();
    }

    private boolean found(byte[] content) {
        TimeSearch search = new TimeSearch(TIP.minusMillis(5), TIP.plusMillis(5));
        search.content("here", content);
        return !search.findings().isEmpty();
    }

    private static byte[] among(ByteOrder order, long number) {
        byte[] content = new byte[21];
        Arrays.fill(content, (byte) 0xa7);
        ByteBuffer.wrap(content, 7, Long.BYTES).order(order).putLong(number);
        return content;
    }
}
