package org.penah.ceremony.tip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.penah.sealing.tip.TipContent;
import org.penah.sealing.tip.TipRefusedException;

class ContainerFuzzTest {

    /** Whatever a container says, nothing of one that is refused is given out, and all of one that is not. */
    @FuzzTest
    void isRefusedOrGivenOutWhole(byte[] container) throws IOException {
        // Given
        var given = new ArrayList<ByteArrayOutputStream>();

        // When
        List<Integer> listed = extract(container, given);

        // Then
        assertThat(given.stream().map(ByteArrayOutputStream::size)).containsExactlyElementsOf(listed);
    }

    private static List<Integer> extract(byte[] container, List<ByteArrayOutputStream> given) throws IOException {
        try {
            TipContent content = TipReader.extract(() -> new ByteArrayInputStream(container), file -> {
                var out = new ByteArrayOutputStream();
                given.add(out);
                return out;
            });
            return content.files().stream().map(file -> (int) file.size()).toList();
        } catch (TipRefusedException e) {
            return List.of();
        }
    }
}
