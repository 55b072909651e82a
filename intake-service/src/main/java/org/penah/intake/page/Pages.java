package org.penah.intake.page;

import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;

/** Renders the pages. */
@ApplicationScoped
public class Pages {

    record FormPage(Frame frame, Form form) implements TemplateInstance {}

    record ReceivedPage(Frame frame, boolean danger, boolean alert) implements TemplateInstance {}

    record NoticePage(Frame frame, Notice notice) implements TemplateInstance {}

    private final Style style = Style.load();

    /** For the header that lets the page's one style sheet in. */
    public String styleSource() {
        return style.source();
    }

    /** The form, with what was typed; its status is that of the first fault. */
    public Page form(Language language, Form form) {
        int status = form.faults().isEmpty() ? 200 : form.faults().get(0).status();
        return render(language, status, new FormPage(new Frame(language, style), form));
    }

    public Page received(Language language, boolean danger, boolean alert) {
        return render(language, 200, new ReceivedPage(new Frame(language, style), danger, alert));
    }

    public Page notice(Language language, Notice notice) {
        return render(language, notice.status(), new NoticePage(new Frame(language, style), notice));
    }

    private static Page render(Language language, int status, TemplateInstance template) {
        return Page.of(status, template.setLocale(language.tag()).render());
    }
}
