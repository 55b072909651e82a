package org.penah.intake.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Addition;
import org.penah.intake.form.Draft;
import org.penah.intake.form.Field;
import org.penah.intake.form.FormCheck;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormTokens;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.ThreatTarget;
import org.penah.intake.form.Topic;
import org.penah.intake.keys.Keys;
import org.penah.intake.page.Form;
import org.penah.intake.page.Language;
import org.penah.intake.page.MessagePage;
import org.penah.intake.page.Page;
import org.penah.intake.page.Pages;
import org.penah.intake.page.ReceiptView;
import org.penah.intake.page.ScriptSettings;
import org.penah.intake.page.ShownConsent;
import org.penah.intake.routing.TipKeys;
import org.penah.intake.script.FormScript;
import org.penah.intake.tip.SealedTip;
import org.penah.intake.tip.TipStore.Outcome;
import org.penah.sealing.receipt.Receipt;

/** Says to a source what became of a tip. */
@ApplicationScoped
public class TipResponses {

    private final Pages pages;
    private final Keys keys;
    private final TipKeys tipKeys;
    private final FormTokens tokens;
    private final long megabytes;
    private final FormScript script;
    private final UploadConfig limits;

    TipResponses(Pages pages, Keys keys, TipKeys tipKeys, FormTokens tokens, FormScript script, UploadConfig limits) {
        this.pages = pages;
        this.keys = keys;
        this.tipKeys = tipKeys;
        this.tokens = tokens;
        this.megabytes = limits.maxSize().asLongValue() / (1 << 20);
        this.script = script;
        this.limits = limits;
    }

    /** An empty form for a tip that is sealed there, or that the form is closed. */
    Page form(Language language, Sealing sealing) {
        Draft draft = new Draft();
        draft.put(Field.SEALING, sealing.word());
        return refused(language, draft, List.of());
    }

    /** An empty form for danger: it asks neither who nor about what. */
    Page danger(Language language) {
        Draft draft = new Draft();
        draft.put(Field.DANGER, ThreatTarget.UNSPECIFIED.word());
        draft.put(Field.TOPIC, Topic.THREAT.word());
        return refused(language, draft, List.of());
    }

    /**
     * An empty form for a mailbox that its source has already.
     *
     * @param receipt null if the source's browser keeps it to itself, and puts it there
     * @param addition the tip that it adds to; the form asks for the rest again if that is not known, or has no queue any more
     */
    public Page sendMore(Language language, @Nullable Receipt receipt, Optional<Addition> addition) {
        Draft draft = new Draft();
        if (receipt != null) {
            draft.put(Field.RECEIPT, receipt.toDigits());
        }
        addition.ifPresent(earlier -> draft.put(Field.FOLLOWS, earlier.written()));
        return refused(language, draft, List.of());
    }

    /** The form again with all that was typed and what is wrong; files are gone, and it says so. */
    Page refused(Language language, Draft draft, List<FormError> faults) {
        if (!tipKeys.isReady()) {
            return pages.notice(language, MessagePage.CLOSED);
        }
        // A form that cannot add to its tip asks for the rest instead.
        if (Addition.of(draft).filter(tipKeys.routing()::takes).isEmpty()) {
            draft.put(Field.FOLLOWS, "");
        }
        draft.put(Field.ONCE, tokens.renew(draft.text(Field.ONCE)).word());
        boolean newReceipt = FormCheck.receipt(draft).isEmpty();
        if (newReceipt) {
            draft.put(Field.RECEIPT, Receipt.generate().toDigits());
        }
        return pages.form(
                language,
                new Form(
                        draft,
                        faults,
                        newReceipt,
                        new TreeSet<>(tipKeys.topics()),
                        language.megabytes(megabytes),
                        keys.areOverdue(),
                        script(draft)));
    }

    /** For a form whose tip is not sealed already, if the root key signed the script. */
    private @Nullable ScriptSettings script(Draft draft) {
        if (Sealing.of(draft).filter(Sealing.DEVICE::equals).isPresent()) {
            return null;
        }
        return script.integrity()
                .flatMap(integrity -> keys.signed()
                        .map(signed -> new ScriptSettings(
                                integrity,
                                signed.root().toBase64(),
                                tipKeys.routing().queues(),
                                tipKeys.routing().dangerQueue(),
                                limits.maxSize().asLongValue(),
                                limits.maxFiles())))
                .orElse(null);
    }

    /** The tip of this form is here already. */
    Page repeated(Language language) {
        return pages.notice(language, MessagePage.REPEATED);
    }

    /** The tip of this form is here already, and the form brought the receipt of a mailbox that holds one. */
    Page receivedBefore(Language language, Draft draft) {
        return pages.receivedBefore(language, slip(draft), FormCheck.reportsDanger(draft));
    }

    /** @param canary whether our own synthetic source sent it, which goes on only if it reads so */
    Page about(SealedTip tip, Outcome outcome, boolean canary, Language language, Draft draft) {
        return switch (outcome) {
            case KEPT ->
                pages.received(language, slip(draft), tip.sealing(), consent(tip, draft), tip.threat(), canary);
            case REPEATED -> repeated(language);
            case NOT_KEPT -> refused(language, draft, List.of(FormError.NOT_KEPT));
            case UNKNOWN -> refused(language, draft, List.of(FormError.PERHAPS_KEPT));
        };
    }

    private static ShownConsent consent(SealedTip tip, Draft draft) {
        if (!tip.threat().exists()) {
            return ShownConsent.NO_DANGER;
        }
        if (tip.consents().alert()) {
            return ShownConsent.ALLOWED;
        }
        return Addition.of(draft)
                .filter(Addition::allowed)
                .map(addition -> addition.asksWhomToTell() ? ShownConsent.ALLOWED_BEFORE : ShownConsent.AS_BEFORE)
                .orElse(ShownConsent.NOT_ALLOWED);
    }

    /** For the receipt that came with the form: we have no other. */
    private static @Nullable ReceiptView slip(Draft draft) {
        return FormCheck.receipt(draft).map(ReceiptView::of).orElse(null);
    }
}
