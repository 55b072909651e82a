package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RoundTripTest {

    private static final HybridIdentity HYBRID = HybridIdentity.generate();
    private static final X25519Identity CLASSIC = X25519Identity.generate();

    /** Every size around every edge, exhaustively: jqwik sees that there are few. */
    @Property(tries = 1000)
    void opensEverySizeAroundTheEdgesOfChunks(
            @ForAll @IntRange(max = 3) int chunks, @ForAll @IntRange(min = -18, max = 18) int beside)
            throws IOException {
        // Given
        byte[] plain = Sealed.plain(Math.max(0, chunks * Payload.CHUNK_BYTES + beside));

        // When
        byte[] file = Sealed.seal(plain, CLASSIC.recipient());

        // Then
        assertThat(Sealed.pull(file, CLASSIC)).isEqualTo(plain);
        assertThat(Sealed.push(file, 50_000, CLASSIC)).isEqualTo(plain);
    }

    @Property(tries = 200)
    void opensFilesThatArriveInAnyPieces(
            @ForAll @IntRange(max = 200_000) int size, @ForAll @IntRange(min = 1, max = 70_000) int piece)
            throws IOException {
        // Given
        byte[] plain = Sealed.plain(size);

        // When
        byte[] file = Sealed.seal(plain, HYBRID.recipient());

        // Then
        assertThat(Sealed.push(file, piece, HYBRID)).isEqualTo(plain);
    }
}
