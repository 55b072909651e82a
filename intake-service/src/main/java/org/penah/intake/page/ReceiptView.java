package org.penah.intake.page;

import java.util.List;
import org.penah.sealing.receipt.Receipt;

/**
 * Shows a receipt on a page.
 *
 * @param groups eight, of four digits
 * @param words ten
 */
public record ReceiptView(List<String> groups, List<String> words) {

    public static ReceiptView of(Receipt receipt) {
        return new ReceiptView(
                List.of(receipt.toDigits().split(" ")),
                List.of(receipt.toWords().split(" ")));
    }

    /** As a form of ours takes it. */
    public String digits() {
        return String.join(" ", groups);
    }

    /** Hides what opens the source's mailbox. */
    @Override
    public String toString() {
        return "Slip[redacted]";
    }
}
