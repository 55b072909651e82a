package org.penah.sealing.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class ReceiptFuzzTest {

    @FuzzTest
    void isRefusedOrReadsBackInBothForms(byte[] typed) throws ReceiptException {
        // Given
        Receipt receipt = receipt(new String(typed, StandardCharsets.UTF_8));

        // When
        Receipt ofDigits = Receipt.parse(receipt.toDigits());
        Receipt ofWords = Receipt.parse(receipt.toWords());

        // Then
        assertThat(ofWords.toDigits()).isEqualTo(ofDigits.toDigits()).isEqualTo(receipt.toDigits());
    }

    private static Receipt receipt(String typed) {
        try {
            return Receipt.parse(typed);
        } catch (ReceiptException e) {
            return Receipt.generate();
        }
    }
}
