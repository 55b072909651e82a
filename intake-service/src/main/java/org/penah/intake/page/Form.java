package org.penah.intake.page;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Danger;
import org.penah.intake.form.Draft;
import org.penah.intake.form.Fault;
import org.penah.intake.form.Field;
import org.penah.intake.form.FormCheck;
import org.penah.intake.form.Region;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.Soon;
import org.penah.intake.form.Topic;

/**
 * The form as its template asks for it: what may be chosen, what was, and what is wrong with it.
 *
 * @param newReceipt whether nobody has seen the receipt yet
 * @param sizeLimit of all files together, to be read by people
 * @param script null for a page that goes without
 */
public record Form(
        Draft draft,
        List<Fault> faults,
        boolean newReceipt,
        Collection<Topic> topics,
        String sizeLimit,
        boolean keysAreOverdue,
        @Nullable InBrowser script) {

    public Danger[] dangers() {
        return Danger.values();
    }

    public Soon[] soons() {
        return Soon.values();
    }

    public Region[] regions() {
        return Region.values();
    }

    /** The receipt in both its forms. */
    public Slip receipt() {
        return FormCheck.receipt(draft).map(Slip::of).orElseThrow();
    }

    public int longestMessage() {
        return Draft.LONGEST_MESSAGE;
    }

    public String text(String field) {
        return draft.text(named(field));
    }

    public boolean chosen(String field, String word) {
        return text(field).equals(word);
    }

    /** The first fault that can be mended in this field. */
    public @Nullable Fault fault(String field) {
        return faults.stream()
                .filter(fault -> fault.field() == named(field))
                .findFirst()
                .orElse(null);
    }

    /** Where a tip that is sent with this form is sealed. */
    public Sealing sealing() {
        return Sealing.of(draft).orElse(Sealing.SERVER);
    }

    /** Whether the form takes a sealed file instead of a message and files. */
    public boolean takesSealed() {
        return sealing() == Sealing.DEVICE;
    }

    public boolean unsure() {
        return faults.contains(Fault.PERHAPS_KEPT);
    }

    private static Field named(String field) {
        return Field.named(field).orElseThrow();
    }
}
