package org.penah.intake.page;

import java.util.List;
import org.penah.sealing.receipt.Receipt;

/**
 * A receipt as a page shows it.
 *
 * @param groups eight, of four digits
 * @param words ten
 */
public record Slip(List<String> groups, List<String> words) {

    public static Slip of(Receipt receipt) {
        return new Slip(
                List.of(receipt.toDigits().split(" ")),
                List.of(receipt.toWords().split(" ")));
    }

    /** Hides what opens the source's mailbox. */
    @Override
    public String toString() {
        return "Slip[redacted]";
    }
}
