package org.penah.intake.upload;

import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.form.Answers;
import org.penah.intake.form.BrowserUploadRef;
import org.penah.intake.form.Draft;
import org.penah.intake.form.Field;
import org.penah.intake.form.FormCheck;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.Sealing;
import org.penah.intake.multipart.MalformedFormException;
import org.penah.intake.multipart.MultipartReader;
import org.penah.intake.multipart.PartHandler;
import org.penah.intake.multipart.PartHeader;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.tip.SealedTip;
import org.penah.sealing.receipt.Receipt;

/**
 * One form as it arrives: fields into the draft, files through the sealing.
 *
 * <p>Fields may come in any order but one: the answers that choose the queue must come before the first file, because a
 * file is sealed from its first byte, and only to that queue's key. Our page has its files last. Sealing them to
 * every queue until the answer is known would show one queue's tips to another's staff, and holding them back would
 * keep them in clear.
 *
 * <p>Every method throws {@link RefusedException} if the tip cannot be taken.
 */
final class TipUpload implements PartHandler {

    /** Opens the way to the blob store once it is known who reads the tip. */
    interface UploadTargets {

        /** For what is sealed here. */
        ServerSealedTip seal(Answers answers) throws IOException;

        /** For a file that is sealed already. */
        DeviceSealedTip takeSealed(Answers answers) throws IOException;

        /** For what the script has sealed and brought before its form. */
        Future<BrowserSealedTip> brought(BrowserUploadRef brought, FormToken once, Answers answers);

        /** Where the answers to a tip with this receipt go. */
        Future<Mailbox> mailbox(Receipt receipt);
    }

    /**
     * @param bytes of all files together
     * @param declared by the client for the whole body, or -1
     */
    record UploadLimits(long bytes, int files, long declared) {

        /** The bytes that fields, headers and delimiters may add to the files. */
        private static final long AROUND_FILES = 1 << 20;

        /** Below it, reading on costs less than asking. */
        private static final long WORTH_ASKING = 1 << 20;

        /** Whether it pays to learn early that this is a repeat. */
        boolean areFar() {
            return declared < 0 || declared > WORTH_ASKING;
        }

        boolean tooMuchDeclared() {
            return declared > bytes + AROUND_FILES;
        }
    }

    private final MultipartReader reader;
    private final FormCheck check;
    private final UploadTargets targets;
    private final UploadLimits limits;
    private final Draft draft = new Draft();
    private final IntConsumer typed;
    private ByteArrayOutputStream text = new ByteArrayOutputStream();
    private @Nullable PartHeader part;
    private Field field = Field.ONCE;
    private boolean fileBegun;
    private int files;
    private long fileBytes;
    private @Nullable PendingTip pending;

    /** @param typed is told of each byte that is held */
    TipUpload(
            @Nullable String contentType,
            FormCheck check,
            UploadTargets targets,
            UploadLimits limits,
            IntConsumer typed) {
        this.check = check;
        this.targets = targets;
        this.limits = limits;
        this.typed = typed;
        try {
            this.reader = new MultipartReader(contentType, this);
        } catch (MalformedFormException noForm) {
            throw new RefusedException(FormError.UNREADABLE);
        }
    }

    /** The input, for a page that returns it. */
    Draft draft() {
        return draft;
    }

    /** The token of its form, once a file has begun. */
    Optional<FormToken> form() {
        return pending().flatMap(begun -> FormToken.parse(draft.text(Field.ONCE)));
    }

    /** Where the bytes go. */
    Optional<BlobUpload> blob() {
        return pending().map(PendingTip::blob);
    }

    /** Leaves nothing behind. */
    void abort() {
        pending().ifPresent(PendingTip::abort);
    }

    /** Wipes every word: a client may keep its connection open after the answer. */
    void forget() {
        text = new ByteArrayOutputStream(0);
        part = null;
        pending = null;
        draft.forget();
    }

    /** It is known what became of the tip. */
    void decided() {
        pending().ifPresent(PendingTip::decided);
    }

    private Optional<PendingTip> pending() {
        return Optional.ofNullable(pending);
    }

    /** Takes the next piece of the body. */
    void accept(byte[] bytes) {
        try {
            reader.accept(bytes);
        } catch (MalformedFormException malformed) {
            throw new RefusedException(FormError.UNREADABLE);
        }
    }

    /** The body has ended: checks the whole form, learns where its answers go, and seals the last of it. */
    Future<SealedTip> end(String language) {
        try {
            reader.end();
        } catch (MalformedFormException malformed) {
            throw new RefusedException(FormError.UNREADABLE);
        }
        requireSending();
        List<FormError> faults = check.whole(draft, pending != null);
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
        Answers answers = check.answers(draft);
        FormToken once = new FormToken(draft.text(Field.ONCE));
        return BrowserUploadRef.of(draft)
                .map(named -> targets.brought(named, once, answers).map(found -> {
                    pending = found;
                    return found.finish(
                            once, answers, language, new Mailbox(named.mailboxHash(), "", named.decisionKey()));
                }))
                .orElseGet(() -> mailbox().map(mailbox -> finish(once, answers, language, mailbox)));
    }

    /** Where its answers go; fails if the form has not brought its receipt. */
    Future<Mailbox> mailbox() {
        return FormCheck.receipt(draft)
                .map(receipt -> targets.mailbox(receipt).onComplete(derived -> receipt.destroy()))
                .orElseGet(() -> Future.failedFuture("the form has no receipt"));
    }

    private SealedTip finish(FormToken once, Answers answers, String language, Mailbox mailbox) {
        try {
            PendingTip begun = pending == null ? sealing(answers) : pending;
            return begun.finish(once, answers, language, mailbox);
        } catch (IOException notSealed) {
            throw new UncheckedIOException(notSealed);
        }
    }

    @Override
    public void begin(PartHeader begun) {
        field = Field.named(begun.name()).orElseThrow(() -> new RefusedException(FormError.UNREADABLE));
        boolean isFile = begun.fileName() != null;
        if (isFile != (field == Field.FILES || field == Field.SEALED) || draft.has(field) || !fits(field)) {
            throw new RefusedException(FormError.UNREADABLE);
        }
        part = begun;
        fileBegun = false;
        text = new ByteArrayOutputStream();
    }

    /** Unsealed text must not come with a sealed file: a page that mixes them is broken, and nobody must miss it. */
    private boolean fits(Field begun) {
        Optional<Sealing> sealing = Sealing.of(draft);
        return switch (begun) {
            case MESSAGE, FILES -> sealing.filter(Sealing.SERVER::equals).isPresent();
            case RECEIPT, PRACTICE -> sealing.filter(Sealing.BROWSER::equals).isEmpty();
            case SEALED -> sealing.filter(Sealing.DEVICE::equals).isPresent() && pending == null;
            case UPLOAD, MAILBOX, EPOCH, DECISIONS ->
                sealing.filter(Sealing.BROWSER::equals).isPresent();
            default -> sealing.isPresent();
        };
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        if (field == Field.FILES) {
            fileData(bytes, offset, length);
        } else if (field == Field.SEALED) {
            takeSealed().write(bytes, offset, length);
        } else if (text.size() + length > field.limit()) {
            keepText();
            throw new RefusedException(field == Field.MESSAGE ? FormError.MESSAGE_TOO_LONG : FormError.UNREADABLE);
        } else {
            typed.accept(length);
            text.write(bytes, offset, length);
        }
    }

    @Override
    public void end() {
        if (field == Field.SEALED) {
            if (pending != null || !fileName().isEmpty()) {
                takeSealed().end();
            }
            return;
        }
        if (field != Field.FILES) {
            keepText();
            return;
        }
        try {
            // A file that is empty is a file; a browser with no file chosen sends one without a name.
            if (fileBegun || !fileName().isEmpty()) {
                file().endFile();
            }
        } catch (IOException notSealed) {
            throw new UncheckedIOException(notSealed);
        }
    }

    private void fileData(byte[] bytes, int offset, int length) {
        try {
            ServerSealedTip into = file();
            fileBytes += length;
            if (fileBytes > limits.bytes()) {
                throw new RefusedException(FormError.FILES_TOO_LARGE);
            }
            into.write(bytes, offset, length);
        } catch (IOException notSealed) {
            throw new UncheckedIOException(notSealed);
        }
    }

    private DeviceSealedTip takeSealed() {
        if (pending instanceof DeviceSealedTip begun) {
            return begun;
        }
        requireAnswers();
        if (limits.tooMuchDeclared()) {
            throw new RefusedException(FormError.SEALED_TOO_LARGE);
        }
        try {
            DeviceSealedTip into = targets.takeSealed(check.answers(draft));
            pending = into;
            return into;
        } catch (IOException noKeys) {
            throw new UncheckedIOException(noKeys);
        }
    }

    private void requireSending() {
        if (draft.has(Field.SHOW)) {
            throw new RefusedException(check.shown(draft));
        }
    }

    private void requireAnswers() {
        requireSending();
        List<FormError> faults = check.beforeFiles(draft);
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
    }

    /** Where the bytes of this file go. */
    private ServerSealedTip file() throws IOException {
        if (fileBegun && pending instanceof ServerSealedTip begun) {
            return begun;
        }
        requireAnswers();
        if (limits.tooMuchDeclared()) {
            // Refused only here, and not at the request's header, so that the page can give back what was typed.
            throw new RefusedException(FormError.FILES_TOO_LARGE);
        }
        if (++files > limits.files()) {
            throw new RefusedException(FormError.FILES_TOO_MANY);
        }
        ServerSealedTip into = sealing(check.answers(draft));
        into.beginFile(fileName(), part == null ? "" : part.type());
        fileBegun = true;
        return into;
    }

    private ServerSealedTip sealing(Answers answers) throws IOException {
        if (pending instanceof ServerSealedTip begun) {
            return begun;
        }
        ServerSealedTip into = targets.seal(answers);
        pending = into;
        return into;
    }

    private String fileName() {
        return part == null || part.fileName() == null ? "" : part.fileName();
    }

    private void keepText() {
        draft.put(field, text.toString(StandardCharsets.UTF_8));
        text = new ByteArrayOutputStream(0);
        // Where our page has a script, the choice comes last; what has come in clear is for the server to seal.
        boolean inClear = pending != null || draft.has(Field.MESSAGE);
        if (field == Field.SEALING
                && inClear
                && Sealing.of(draft).filter(Sealing.SERVER::equals).isEmpty()) {
            throw new RefusedException(FormError.UNREADABLE);
        }
    }
}
