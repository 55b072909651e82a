package org.penah.intake.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    @ParameterizedTest
    @CsvSource({"0,49152", "1,49152", "49152,49152", "49153,196608", "196608,196608", "196609,393216"})
    void a_page_is_padded_to_one_of_two_sizes(int length, int padded) {
        // When
        Page page = Page.of(200, "x".repeat(length));

        // Then
        assertThat(page.html().length()).isEqualTo(padded);
    }
}
