package org.penah.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void isWhatTheDeskShows() {
        // When
        String digits = Fingerprint.of("age1pq1example");

        // Then
        assertThat(digits).isEqualTo("2287 3236 8374 5483 0212 8726");
    }
}
