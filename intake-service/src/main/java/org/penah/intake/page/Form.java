package org.penah.intake.page;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Addition;
import org.penah.intake.form.Consents;
import org.penah.intake.form.Draft;
import org.penah.intake.form.Field;
import org.penah.intake.form.FormCheck;
import org.penah.intake.form.FormError;
import org.penah.intake.form.Region;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.ShownForm;
import org.penah.intake.form.ThreatTarget;
import org.penah.intake.form.Topic;
import org.penah.intake.form.Urgency;

/**
 * The form as its template asks for it: what may be chosen, what was, and what is wrong with it.
 *
 * @param newReceipt whether nobody has seen the receipt yet
 * @param sizeLimit of all files together, to be read by people
 * @param script null for a page without script
 */
public record Form(
        Draft draft,
        List<FormError> faults,
        boolean newReceipt,
        Collection<Topic> topics,
        String sizeLimit,
        boolean keysAreOverdue,
        @Nullable ScriptSettings script) {

    static final List<ThreatTarget> DANGERS = List.of(ThreatTarget.ME, ThreatTarget.SOMEONE_ELSE, ThreatTarget.NONE);

    /** Whether it is the short one, for danger. */
    public boolean isOfDanger() {
        return FormCheck.isOfDanger(draft) && !takesSealed();
    }

    /** Whether it adds to an earlier tip. */
    public boolean adds() {
        return Addition.of(draft).isPresent() && !takesSealed();
    }

    /** Whether it asks whom we may tell, with whatever else is answered. */
    public boolean requiresConsent() {
        return isOfDanger() || (adds() && addition().asksConsent());
    }

    public String asBefore() {
        return Addition.AS_BEFORE;
    }

    /** The earlier tip of a form that adds to one. */
    public Addition addition() {
        return Addition.of(draft).orElseThrow();
    }

    public List<ThreatTarget> dangers() {
        return DANGERS;
    }

    public Consents.Choice[] consents() {
        return Consents.Choice.values();
    }

    public Urgency[] soons() {
        return Urgency.values();
    }

    public Region[] regions() {
        return Region.values();
    }

    /** The receipt in both its forms. */
    public ReceiptView receipt() {
        return FormCheck.receipt(draft).map(ReceiptView::of).orElseThrow();
    }

    public String text(String field) {
        return draft.text(named(field));
    }

    public boolean chosen(String field, String word) {
        return text(field).equals(word);
    }

    /** The first fault that can be mended in this field. */
    public @Nullable FormError fault(String field) {
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

    public boolean isUnsure() {
        return faults.contains(FormError.PERHAPS_KEPT);
    }

    /** Whether it was sent, and not only shown in another language. */
    public boolean wasSent() {
        return faults.stream().anyMatch(fault -> fault != FormError.NOT_SENT);
    }

    /** What another language shows of it. */
    ShownForm shownAgain() {
        return wasSent() ? ShownForm.FAULTY : ShownForm.FRESH;
    }

    private static Field named(String field) {
        return Field.named(field).orElseThrow();
    }
}
