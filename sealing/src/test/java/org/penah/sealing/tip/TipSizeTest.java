package org.penah.sealing.tip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TipSizeTest {

    @Property(tries = 300)
    void theSealedFileHasAPadmeSize(
            @ForAll("aroundEdges") int size, @ForAll @IntRange(min = 200, max = 4000) int header) throws IOException {
        // When
        byte[] container = Tips.withFiles(List.of(Tips.bytes(size)), header);

        // Then
        long sealed = new SealedSize(header).of(container.length);
        assertThat(sealed).isEqualTo(Padme.atLeast(sealed)).isGreaterThanOrEqualTo(64 * 1024);
        try (var zip = new ZipInputStream(new ByteArrayInputStream(container))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("files/1");
            assertThat(zip.readAllBytes()).hasSize(size);
        }
    }

    @Property
    void padmeNeverShrinksAndCostsAtMostAnEighth(@ForAll @IntRange(min = 65536) int size) {
        // When
        long padded = Padme.atLeast(size);

        // Then
        assertThat(padded).isBetween((long) size, size + size / 8L);
        assertThat(Padme.atLeast(padded)).isEqualTo(padded);
    }

    @Property
    void aSealedSizeLeadsBackToItsPlainSize(@ForAll @IntRange(min = 0) int plain) {
        // When
        long sealed = new SealedSize(1650).of(plain);

        // Then
        assertThat(new SealedSize(1650).plainOf(sealed)).hasValue(plain);
    }

    @Provide
    Arbitrary<Integer> aroundEdges() {
        Arbitrary<Integer> edges = Arbitraries.of(0, 65535, 65536, 131072, 196608, 1 << 20)
                .flatMap(edge -> Arbitraries.integers().between(Math.max(0, edge - 2500), edge + 40));
        return Arbitraries.oneOf(edges, Arbitraries.integers().between(0, 3 << 20));
    }
}
