package org.penah.intake.inbox;

import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.penah.intake.inbox.View.Letter;
import org.penah.intake.inbox.View.Sent;
import org.penah.intake.keys.Keys;
import org.penah.intake.mailbox.Contents;
import org.penah.intake.mailbox.Reply;
import org.penah.intake.mailbox.SentTip;
import org.penah.intake.page.Language;
import org.penah.intake.page.Page;
import org.penah.intake.page.PageLayout;
import org.penah.intake.page.Pages;
import org.penah.intake.script.FormScript;

/** Renders the inbox's pages. */
@ApplicationScoped
class InboxPages {

    /** The space beside the longest part of a reply. */
    static final int TIPS = 4;

    private static final String PLACE = "inbox";

    /** What a language button asks for: the same page, and nothing is opened. */
    static final String SHOW = "show";

    record AskPage(
            PageLayout frame,
            @Nullable InboxError trouble,
            String typed,
            Typed counted,
            @Nullable InboxScript script) implements TemplateInstance {}

    record InboxPage(PageLayout frame, View view) implements TemplateInstance {}

    record ConfirmPage(
            PageLayout frame,
            String session,
            Question question,
            String wish,
            @Nullable Sent tip) implements TemplateInstance {}

    record ErasedPage(PageLayout frame) implements TemplateInstance {}

    /** How much was typed, so that the page can say what is missing. */
    record Typed(int digits, int words) {

        static Typed of(String text) {
            return new Typed(
                    (int) text.codePoints().filter(Character::isDigit).count(),
                    text.strip().isEmpty() ? 0 : text.strip().split("[^\\p{L}\\p{M}]+").length);
        }
    }

    private final Pages pages;
    private final FormScript script;
    private final Keys keys;

    InboxPages(Pages pages, FormScript script, Keys keys) {
        this.pages = pages;
        this.script = script;
        this.keys = keys;
    }

    /** Asks for the receipt. */
    Page ask(Language language) {
        return ask(language, "");
    }

    /** Asks again in another language, with what was typed. */
    Page ask(Language language, String typed) {
        return ask(language, 200, null, typed);
    }

    /** Asks again, with what was typed and what is wrong. */
    Page ask(Language language, InboxError trouble, String typed) {
        return ask(language, trouble.status(), trouble, typed);
    }

    private Page ask(Language language, int status, @Nullable InboxError trouble, String typed) {
        InboxScript inBrowser = script();
        Page page = pages.render(
                status, new AskPage(frame(language), trouble, typed, Typed.of(typed), inBrowser), language);
        return inBrowser == null ? page : pages.withScript(page, inBrowser.integrity());
    }

    /** If the root key signed it. */
    private @Nullable InboxScript script() {
        return script.integrity()
                .flatMap(integrity -> keys.signed()
                        .map(signed -> new InboxScript(integrity, signed.root().toBase64())))
                .orElse(null);
    }

    Page inbox(Language language, View view) {
        return pages.render(200, new InboxPage(frame(language), view), language);
    }

    Page confirm(Language language, String session, Question question, String wish, @Nullable Sent tip) {
        return pages.render(200, new ConfirmPage(frame(language, wish), session, question, wish, tip), language);
    }

    Page erased(Language language) {
        return pages.render(200, new ErasedPage(pages.frame(language, PLACE)), language);
    }

    private PageLayout frame(Language language) {
        return frame(language, SHOW);
    }

    private PageLayout frame(Language language, String wish) {
        return pages.frame(language, PLACE, PageLayout.Ways.INBOX, wish);
    }

    /** The reply that is shown, if there is any. */
    static @Nullable Letter letter(Language language, Contents contents, Reading reading, int part) {
        List<Reply> replies = contents.replies();
        if (replies.isEmpty()) {
            return null;
        }
        int at = contents.shown();
        Reply reply = replies.get(at);
        List<String> parts = ReplyPages.of(reading.text().orElse(""));
        int shown = Math.min(part, parts.size() - 1);
        return new Letter(
                reply.id(),
                language.day(reply.day()),
                at + 1,
                replies.size(),
                !reply.wasRead(),
                reading.isGivenOut(),
                parts.get(shown),
                reading.sealed().orElse(null),
                shown + 1,
                parts.size(),
                at == 0 ? null : replies.get(at - 1).id(),
                at + 1 == replies.size() ? null : replies.get(at + 1).id());
    }

    /** The tips that fit on a page, newest first, without the first few of them. */
    static List<Sent> tips(Language language, List<SentTip> tips, int without) {
        return IntStream.range(0, tips.size())
                .map(place -> tips.size() - 1 - place)
                .skip(without)
                .limit(TIPS)
                .mapToObj(place -> sent(language, tips.get(place), place + 1))
                .toList();
    }

    static Optional<Sent> tip(Language language, List<SentTip> tips, UUID id) {
        return IntStream.range(0, tips.size())
                .filter(place -> tips.get(place).id().equals(id))
                .mapToObj(place -> sent(language, tips.get(place), place + 1))
                .findFirst();
    }

    private static Sent sent(Language language, SentTip tip, int number) {
        return new Sent(
                tip.id(),
                number,
                language.day(tip.day()),
                tip.openedOn() == null ? null : language.day(tip.openedOn()),
                tip.answer(),
                tip.answeredOn() == null ? null : language.day(tip.answeredOn()),
                tip.alertedOn() == null ? null : language.day(tip.alertedOn()),
                tip.alert(),
                tip.details(),
                tip.expiredOn() == null ? null : language.day(tip.expiredOn()),
                tip.decisionSalt());
    }
}
