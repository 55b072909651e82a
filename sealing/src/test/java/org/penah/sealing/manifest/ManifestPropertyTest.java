package org.penah.sealing.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.receipt.ReceiptParameters;

class ManifestPropertyTest {

    private static final HybridRecipient RECIPIENT =
            HybridIdentity.ofSeed(new byte[32]).recipient();
    private static final LocalDate FIRST = LocalDate.parse("2026-11-24");
    private static final String SMALL = new String(manifest(1, 1, 1, 1, 1).toJson(), StandardCharsets.ISO_8859_1);

    @Property(tries = 100)
    void readsBackWhatItWrites(
            @ForAll @IntRange(min = 1) int serial,
            @ForAll @IntRange(min = 1, max = 90) int days,
            @ForAll @IntRange(min = 1, max = 5) int queues,
            @ForAll @IntRange(min = 1, max = 5) int epochs,
            @ForAll @IntRange(max = 64) int scripts)
            throws ManifestException {
        // Given
        byte[] json = manifest(serial, days, queues, epochs, scripts).toJson();

        // When
        KeyManifest read = ManifestJson.read(json);

        // Then
        assertThat(read.toJson()).isEqualTo(json);
    }

    @Property
    void aChangedCharacterIsRefusedOrAnotherManifest(@ForAll int place, @ForAll @IntRange(max = 127) int character) {
        // Given
        int at = Math.floorMod(place, SMALL.length());
        byte[] changed = (SMALL.substring(0, at) + (char) character + SMALL.substring(at + 1))
                .getBytes(StandardCharsets.ISO_8859_1);

        // When
        byte[] read = reread(changed);

        // Then
        assertThat(read).isIn(new byte[0], changed);
    }

    private static byte[] reread(byte[] json) {
        try {
            return ManifestJson.read(json).toJson();
        } catch (ManifestException e) {
            return new byte[0];
        }
    }

    private static KeyManifest manifest(int serial, int days, int queues, int epochs, int scripts) {
        List<Epoch> keys = IntStream.rangeClosed(1, epochs)
                .mapToObj(epoch -> new Epoch(epoch, FIRST.plusDays(epoch), RECIPIENT))
                .toList();
        return new KeyManifest(
                serial,
                FIRST,
                FIRST.plusDays(days - 1L),
                RECIPIENT,
                ReceiptParameters.withSalt(new byte[16]),
                IntStream.range(0, queues)
                        .mapToObj(queue -> new Queue("q" + queue, keys))
                        .toList(),
                IntStream.range(0, scripts)
                        .mapToObj(script -> new Script("/s" + script + ".js", "0a".repeat(32)))
                        .toList());
    }
}
