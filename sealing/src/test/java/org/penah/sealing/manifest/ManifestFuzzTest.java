package org.penah.sealing.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ManifestFuzzTest {

    @FuzzTest
    void isRefusedOrTheOnlySpelling(byte[] json) {
        // When
        byte[] written = rewrite(json);

        // Then
        assertThat(written).isEqualTo(json);
    }

    /** Answers the same bytes for what is refused. */
    private static byte[] rewrite(byte[] json) {
        try {
            return ManifestJson.read(json).toJson();
        } catch (ManifestException e) {
            return json;
        }
    }
}
