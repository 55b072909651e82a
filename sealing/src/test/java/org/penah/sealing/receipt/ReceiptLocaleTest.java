package org.penah.sealing.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptLocaleTest {

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG", "tr-TR"})
    void a_receipt_is_read_again_wherever_the_machine_is(String place) throws ReceiptException {
        Locale before = Locale.getDefault();
        try {
            // Given
            Locale.setDefault(Locale.forLanguageTag(place));

            // When
            String digits = Receipt.generate().toDigits();

            // Then
            assertThat(digits).matches("([0-9]{4} ){7}[0-9]{4}");
            assertThat(Receipt.parse(digits).toDigits()).isEqualTo(digits);
        } finally {
            Locale.setDefault(before);
        }
    }
}
