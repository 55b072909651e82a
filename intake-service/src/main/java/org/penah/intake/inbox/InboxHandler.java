package org.penah.intake.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.intake.inbox.InboxAction.Step;
import org.penah.intake.inbox.InboxCredential.OfMailbox;
import org.penah.intake.inbox.InboxCredential.OfReceipt;
import org.penah.intake.inbox.View.Sent;
import org.penah.intake.mailbox.Contents;
import org.penah.intake.mailbox.Mailboxes;
import org.penah.intake.page.Language;
import org.penah.intake.page.Page;
import org.penah.intake.receipt.BusyException;
import org.penah.intake.receipt.MailboxKey;
import org.penah.intake.receipt.ReceiptKdf;
import org.penah.intake.upload.TipResponses;
import org.penah.sealing.decision.Decision;
import org.penah.sealing.decision.DecisionKeys;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptException;

/** Answers a source with a receipt, or with a page that it got for one. */
@ApplicationScoped
class InboxHandler {

    private static final Logger LOG = Logger.getLogger(InboxHandler.class);

    private final InboxPages pages;
    private final Sessions sessions;
    private final ReceiptKdf derivation;
    private final Mailboxes mailboxes;
    private final TipResponses answering;

    InboxHandler(
            InboxPages pages, Sessions sessions, ReceiptKdf derivation, Mailboxes mailboxes, TipResponses answering) {
        this.pages = pages;
        this.sessions = sessions;
        this.derivation = derivation;
        this.mailboxes = mailboxes;
        this.answering = answering;
    }

    /**
     * Never fails. To be called on the request's Vert.x context.
     *
     * @param mayTry whether another receipt may be tried now; asked only once one is well written
     */
    Uni<Page> answer(SmallForm form, Language language, BooleanSupplier mayTry) {
        if (form.has("session")) {
            return goOn(form, language);
        }
        if (form.text("do").equals(InboxPages.SHOW)) {
            return Uni.createFrom().item(pages.ask(language, form.text("receipt")));
        }
        InboxAction asked = InboxAction.parse(form.text("do"));
        InboxAction wish = asked.step().adds() ? asked : InboxAction.LOOK;
        return form.has("mailbox")
                ? begin(form.text("mailbox"), wish, language, mayTry)
                : beginWithReceipt(form.text("receipt"), wish, language, mayTry);
    }

    /** For a browser that keeps the receipt to itself. */
    private Uni<Page> begin(String mailbox, InboxAction wish, Language language, BooleanSupplier mayTry) {
        return OfMailbox.parse(mailbox)
                .map(pass -> mayTry.getAsBoolean()
                        ? new Visit(pass, wish, false, "", "", language).page()
                        : asked(language, InboxError.BUSY, ""))
                .orElseGet(() -> asked(language, InboxError.UNREADABLE, ""));
    }

    private Uni<Page> beginWithReceipt(String typed, InboxAction wish, Language language, BooleanSupplier mayTry) {
        if (typed.isBlank()) {
            return asked(language, InboxError.EMPTY, typed);
        }
        Receipt receipt;
        try {
            receipt = Receipt.parse(typed);
        } catch (ReceiptException mistyped) {
            return asked(language, InboxError.of(mistyped), typed);
        }
        return mayTry.getAsBoolean()
                ? new Visit(new OfReceipt(receipt), wish, false, "", typed, language).page()
                : asked(language, InboxError.BUSY, typed);
    }

    private Uni<Page> goOn(SmallForm form, Language language) {
        return sessions.take(form.text("session"))
                .map(pass -> new Visit(
                                pass,
                                InboxAction.parse(form.text("do")),
                                form.has("sure"),
                                form.text("decision"),
                                "",
                                language)
                        .page())
                .orElseGet(() -> asked(language, InboxError.OVER, ""));
    }

    private Uni<Page> asked(Language language, InboxError trouble, String typed) {
        return Uni.createFrom().item(pages.ask(language, trouble, typed));
    }

    /** One step of one visit. */
    private final class Visit {

        private final InboxCredential pass;
        private final InboxAction wish;
        private final boolean sure;
        private final String decision;
        private final String typed;
        private final Language language;

        /** @param decision what the source's browser has signed, or what signs */
        Visit(InboxCredential pass, InboxAction wish, boolean sure, String decision, String typed, Language language) {
            this.pass = pass;
            this.wish = wish;
            this.sure = sure;
            this.decision = decision;
            this.typed = typed;
            this.language = language;
        }

        Uni<Page> page() {
            return Uni.createFrom()
                    .deferred(this::way)
                    .chain(way -> act(way).eventually(way::close))
                    .onFailure(BusyException.class)
                    .recoverWithItem(() -> pages.ask(language, InboxError.BUSY, typed))
                    .onFailure()
                    .recoverWithItem(this::broken)
                    .eventually(pass::destroy);
        }

        private Uni<? extends ReplyAccess> way() {
            return pass instanceof OfMailbox with
                    ? Uni.createFrom().item(new BrowserOpens(with.hash(), decision))
                    : uni(derivation.key(((OfReceipt) pass).receipt())).map(ServerOpens::new);
        }

        private Uni<Page> act(ReplyAccess way) {
            if (wish.step().adds()) {
                return mailboxes.look(way.hash(), Optional.empty()).map(this::form);
            }
            UUID id = wish.id().orElseGet(UUID::randomUUID);
            Optional<Question> answered = wish.step().question().filter(question -> sure);
            if (answered.isEmpty()) {
                return look(way, wish, null);
            }
            return switch (answered.get()) {
                case ERASE -> mailboxes.erase(way.hash(), way).map(done -> pages.erased(language));
                case DELETE -> after(mailboxes.delete(way.hash(), id), way, InboxResult.DELETED);
                case STOP_ALERT ->
                    after(
                            mailboxes.withdraw(way.hash(), id, Decision.WITHDRAW_ALERT, way),
                            way,
                            InboxResult.ALERT_STOPPED);
                case STOP_DETAILS ->
                    after(
                            mailboxes.withdraw(way.hash(), id, Decision.WITHDRAW_DETAILS, way),
                            way,
                            InboxResult.DETAILS_STOPPED);
            };
        }

        /** For more. A browser that keeps the receipt to itself puts it there. */
        private Page form(Contents contents) {
            if (contents.isEmpty()) {
                return pages.ask(language, InboxError.NOTHING, typed);
            }
            Receipt receipt = pass instanceof OfReceipt with ? with.receipt() : null;
            return answering.sendMore(language, receipt, contents.addition(wish.step() == Step.TELL));
        }

        private Uni<Page> after(Uni<Void> change, ReplyAccess way, InboxResult done) {
            return change.chain(() -> look(way, InboxAction.LOOK, done));
        }

        /** The same steps whether the receipt is right or wrong. */
        private Uni<Page> look(ReplyAccess way, InboxAction wanted, @Nullable InboxResult done) {
            return mailboxes
                    .look(way.hash(), wanted.id())
                    .chain(contents ->
                            way.read(contents.sealed()).map(reading -> page(way, wanted, done, contents, reading)));
        }

        private Page page(
                ReplyAccess way, InboxAction wanted, @Nullable InboxResult done, Contents contents, Reading reading) {
            if (contents.isEmpty()) {
                return pages.ask(language, InboxError.NOTHING, typed);
            }
            Optional<Page> confirm = wanted.step().question().flatMap(question -> confirm(question, wanted, contents));
            if (confirm.isPresent()) {
                return confirm.get();
            }
            if (reading.isGivenOut()) {
                noteRead(way, contents);
            }
            int without = wanted.step() == Step.TIPS ? wanted.number() : 0;
            int earlier = without + InboxPages.TIPS;
            return pages.inbox(
                    language,
                    new View(
                            sessions.open(pass),
                            done,
                            InboxPages.letter(
                                    language, contents, reading, wanted.step() == Step.REPLY ? wanted.number() : 0),
                            InboxPages.tips(language, contents.tips(), without),
                            earlier < contents.tips().size() ? earlier : 0,
                            contents.isUntold(),
                            contents.isWithoutDetails(),
                            contents.isCalm(),
                            mailboxes.keepDays()));
        }

        /** Asks whether something is meant that cannot be undone, if it is there at all. */
        private Optional<Page> confirm(Question question, InboxAction wanted, Contents contents) {
            Optional<Sent> tip = wanted.id().flatMap(id -> InboxPages.tip(language, contents.tips(), id));
            boolean isThere =
                    switch (question) {
                        case ERASE -> true;
                        case DELETE -> contents.shows(wanted.id());
                        case STOP_ALERT -> tip.filter(Sent::alert).isPresent();
                        case STOP_DETAILS -> tip.filter(Sent::details).isPresent();
                    };
            String same = wanted.step().word() + wanted.id().map(id -> " " + id).orElse("");
            return isThere
                    ? Optional.of(pages.confirm(language, sessions.open(pass), question, same, tip.orElse(null)))
                    : Optional.empty();
        }

        /** The page does not wait for it, and what fails is noted the next time. */
        private void noteRead(ReplyAccess way, Contents contents) {
            mailboxes
                    .read(way.hash(), contents.replies().get(contents.shown()).id())
                    .subscribe()
                    .with(
                            noted -> {},
                            fault -> LOG.errorf(
                                    "a reply's reading could not be noted: %s",
                                    fault.getClass().getName()));
        }

        private Page broken(Throwable fault) {
            LOG.errorf("an inbox could not be shown: %s", fault.getClass().getName());
            return pages.ask(language, InboxError.BROKEN, typed);
        }
    }

    /** How a source comes to its replies. */
    private sealed interface ReplyAccess extends Mailboxes.Signer, AutoCloseable {

        byte[] hash();

        Uni<Reading> read(Optional<byte[]> sealed);

        @Override
        void close();
    }

    /** Opened here, with the key that the receipt yielded. */
    private final class ServerOpens implements ReplyAccess {

        private final MailboxKey key;

        ServerOpens(MailboxKey key) {
            this.key = key;
        }

        @Override
        public byte[] hash() {
            return key.hash();
        }

        @Override
        public Uni<Reading> read(Optional<byte[]> sealed) {
            return uni(derivation.open(sealed, key)).map(Reading::opened);
        }

        @Override
        public String sign(byte[] salt, Decision decision) {
            return key.decisions().sign(salt, decision);
        }

        @Override
        public void close() {
            key.close();
        }
    }

    /** Handed out sealed: there is no key here. */
    private static final class BrowserOpens implements ReplyAccess {

        private final byte[] hash;
        private final String decision;

        BrowserOpens(byte[] hash, String decision) {
            this.hash = hash;
            this.decision = decision;
        }

        @Override
        public byte[] hash() {
            return hash;
        }

        @Override
        public Uni<Reading> read(Optional<byte[]> sealed) {
            return Uni.createFrom().item(Reading.sealed(sealed));
        }

        /** One signature for one tip; who erases all of them hands over what signs: nothing is left to decide. */
        @Override
        public String sign(byte[] salt, Decision about) {
            if (about != Decision.ERASE && Decision.isSignature(decision)) {
                return decision;
            }
            DecisionKeys keys = DecisionKeys.parse(decision);
            try {
                return keys.sign(salt, about);
            } finally {
                keys.destroy();
            }
        }

        @Override
        public void close() {}
    }

    private static <T> Uni<T> uni(Future<T> future) {
        return Uni.createFrom().completionStage(future.toCompletionStage());
    }
}
