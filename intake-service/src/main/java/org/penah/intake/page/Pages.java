package org.penah.intake.page;

import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Region;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.Threat;
import org.penah.intake.form.Urgency;
import org.penah.intake.keys.Keys;

/** Renders the pages. */
@ApplicationScoped
public class Pages {

    /** The landing page's place behind its language: none. */
    private static final String HOME = "";

    record FormPage(PageLayout frame, Form form) implements TemplateInstance {}

    record DangerPage(PageLayout frame, Form form) implements TemplateInstance {}

    record AddingPage(PageLayout frame, Form form) implements TemplateInstance {}

    record ReceivedPage(
            PageLayout frame,
            @Nullable ReceiptView receipt,
            Sealing sealing,
            ShownConsent consent,
            @Nullable Region region,
            boolean hours,
            boolean canary)
            implements TemplateInstance {}

    record ReceivedBeforePage(
            PageLayout frame, MessagePage notice, @Nullable ReceiptView receipt, boolean danger)
            implements TemplateInstance {}

    record NoticePage(PageLayout frame, MessagePage notice) implements TemplateInstance {}

    private final Style style = Style.load();
    private final ContentPolicy policy = new ContentPolicy(style.source());
    private final PageConfig config;
    private final Keys keys;

    Pages(PageConfig config, Keys keys) {
        this.config = config;
        this.keys = keys;
    }

    /** The content policy of an answer that brings its own no other. */
    public String policy() {
        return policy.plain();
    }

    /** The form, with what was typed; its status is that of the first fault. */
    public Page form(Language language, Form form) {
        int status = form.faults().isEmpty() ? 200 : form.faults().get(0).status();
        String place = form.takesSealed() ? Language.SEALED : form.isOfDanger() ? Language.DANGER : Language.TIP;
        PageLayout frame =
                frame(language, place, PageLayout.Ways.FORM, form.shownAgain().word());
        TemplateInstance shown = form.adds()
                ? new AddingPage(frame, form)
                : form.isOfDanger() ? new DangerPage(frame, form) : new FormPage(frame, form);
        Page page = render(status, shown, language);
        ScriptSettings script = form.script();
        return script == null ? page : withScript(page, script.integrity());
    }

    /** A page that brings the script with this hash. */
    public Page withScript(Page page, String integrity) {
        return page.with(policy.withScript(integrity));
    }

    /**
     * Says that a tip was received.
     *
     * @param receipt null if the source's browser kept it to itself
     * @param threat numbers of its region stand open, and of danger within hours it says when an alarm follows
     * @param canary whether our own synthetic source sent it
     */
    public Page received(
            Language language,
            @Nullable ReceiptView receipt,
            Sealing sealing,
            ShownConsent consent,
            Threat threat,
            boolean canary) {
        PageLayout frame = frame(language, HOME, PageLayout.Ways.NONE, "");
        return render(
                200,
                new ReceivedPage(
                        frame,
                        receipt,
                        sealing,
                        consent,
                        frame.withNumbers(threat.region()),
                        threat.when() == Urgency.HOURS,
                        canary),
                language);
    }

    /**
     * Says that the form was sent before, that its tip was received, and that nothing was added.
     *
     * @param receipt null if the source's browser kept it to itself
     */
    public Page receivedBefore(Language language, @Nullable ReceiptView receipt, boolean danger) {
        return render(
                200,
                new ReceivedBeforePage(
                        frame(language, HOME, PageLayout.Ways.NONE, ""), MessagePage.REPEATED, receipt, danger),
                language);
    }

    public Page notice(Language language, MessagePage notice) {
        return render(notice.status(), new NoticePage(frame(language, HOME), notice), language);
    }

    /**
     * The frame around a page.
     *
     * @param place the page's path behind its language; for an answer without its own address, the next page
     */
    public PageLayout frame(Language language, String place) {
        return frame(language, place, PageLayout.Ways.LINKS, "");
    }

    /**
     * The same, of a page with something to lose.
     *
     * @param wish what the buttons for other languages send, if there are any
     */
    public PageLayout frame(Language language, String place, PageLayout.Ways ways, String wish) {
        WordsView words = keys.words(language.tag()).map(WordsView::new).orElse(null);
        return new PageLayout(language, place, style, config.leave(), words, ways, wish);
    }

    /** Any page of ours, in one language and of the one size. */
    public Page render(int status, TemplateInstance template, Language language) {
        return Page.of(status, template.setLocale(language.tag()).render());
    }
}
