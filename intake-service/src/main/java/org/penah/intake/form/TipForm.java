package org.penah.intake.form;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.penah.intake.multipart.PartHeader;
import org.penah.intake.multipart.PartTarget;

/**
 * One form as it arrives: which part may come when, and what its fields say.
 *
 * <p>Fields may come in any order but one: the answers that choose the queue must come before the first file, because a
 * file is sealed from its first byte, and only to that queue's key. Our page has its files last. Sealing them to
 * every queue until the answer is known would show one queue's tips to another's staff, and holding them back would
 * keep them in clear.
 *
 * <p>Every method throws {@link RefusedException} if the tip cannot be taken.
 */
public final class TipForm {

    private final FormCheck check;
    private final IntConsumer typed;
    private final Draft draft = new Draft();
    private PartHeader header = new PartHeader("", null, "");
    private Field field = Field.ONCE;
    private boolean hasFile;

    /** @param typed is told of each byte that is held */
    public TipForm(FormCheck check, IntConsumer typed) {
        this.check = check;
        this.typed = typed;
    }

    /** The input, for a page that returns it. */
    public Draft draft() {
        return draft;
    }

    /** Its token, once its answers have been checked. */
    public FormToken token() {
        return new FormToken(draft.text(Field.ONCE));
    }

    /** A part begins: of which field, if it may come now. */
    public void begin(PartHeader begun) {
        field = Field.named(begun.name()).orElseThrow(() -> new RefusedException(FormError.UNREADABLE));
        header = begun;
        boolean isFile = begun.fileName() != null;
        if (isFile != (field == Field.FILES || field == Field.SEALED) || draft.has(field) || !fits()) {
            throw new RefusedException(FormError.UNREADABLE);
        }
    }

    /** Unsealed text must not come with a sealed file: a page that mixes them is broken, and nobody must miss it. */
    private boolean fits() {
        Optional<Sealing> sealing = Sealing.of(draft);
        return switch (field) {
            case MESSAGE, FILES -> sealing.filter(Sealing.SERVER::equals).isPresent();
            case RECEIPT, PRACTICE -> sealing.filter(Sealing.BROWSER::equals).isEmpty();
            case SEALED -> sealing.filter(Sealing.DEVICE::equals).isPresent() && !hasFile;
            case UPLOAD, MAILBOX, EPOCH, DECISIONS ->
                sealing.filter(Sealing.BROWSER::equals).isPresent();
            default -> sealing.isPresent();
        };
    }

    /** The field of this part. */
    public Field field() {
        return field;
    }

    /** The description of this part. */
    public PartHeader header() {
        return header;
    }

    /** Whether this part is what a browser sends where no file was chosen, if it has no bytes. */
    public boolean isNoFile() {
        return "".equals(header.fileName());
    }

    /** Takes the bytes of this part, which is no file, into the draft. */
    public PartTarget text() {
        return new Text(field);
    }

    /** The answers, which must be there before a file is sealed. */
    public Answers answersBeforeFile() {
        requireSending(true);
        require(check.beforeFiles(draft));
        hasFile = true;
        return check.answers(draft);
    }

    /** The answers of the whole form. */
    public Answers answers() {
        requireSending(false);
        require(check.whole(draft, hasFile));
        return check.answers(draft);
    }

    /** Wipes every word: a client may keep its connection open after the answer. */
    public void forget() {
        header = new PartHeader("", null, "");
        draft.forget();
    }

    private void requireSending(boolean withFiles) {
        if (draft.has(Field.SHOW)) {
            List<FormError> faults = check.shown(draft, withFiles);
            if (ShownForm.of(draft).equals(Optional.of(ShownForm.WHOLE))) {
                draft.put(Field.DANGER, "");
            }
            throw new RefusedException(faults);
        }
    }

    private static void require(List<FormError> faults) {
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
    }

    /** A field's text, held until the part ends. */
    private final class Text implements PartTarget {

        private final Field field;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        Text(Field field) {
            this.field = field;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (text.size() + length > field.limit()) {
                end();
                throw new RefusedException(field == Field.MESSAGE ? FormError.MESSAGE_CUT : FormError.UNREADABLE);
            }
            typed.accept(length);
            text.write(bytes, offset, length);
        }

        @Override
        public void end() {
            draft.put(field, text.toString(StandardCharsets.UTF_8));
            // Where our page has a script, the choice comes last; what has come in clear is for the server to seal.
            boolean inClear = hasFile || draft.has(Field.MESSAGE);
            if (field == Field.SEALING
                    && inClear
                    && Sealing.of(draft).filter(Sealing.SERVER::equals).isEmpty()) {
                throw new RefusedException(FormError.UNREADABLE);
            }
        }
    }
}
