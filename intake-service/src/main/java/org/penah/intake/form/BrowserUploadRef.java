package org.penah.intake.form;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.penah.intake.receipt.DecisionKey;

/**
 * The form's reference to a tip that the page's script sealed and uploaded before.
 *
 * @param upload the random name under which it was brought
 * @param mailbox SHA-256 of the id of the source's mailbox, in base64url; the receipt behind it never leaves the browser
 * @param epoch of the queue's key that it is sealed to
 * @param decisionKey the tip's own; null from a page that was opened before there were such
 */
public record BrowserUploadRef(
        String upload, String mailbox, int epoch, @Nullable DecisionKey decisionKey) {

    private static final Pattern BITS_256 = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern EPOCH = Pattern.compile("[1-9][0-9]{0,8}");

    public static Optional<BrowserUploadRef> of(Draft draft) {
        String mailbox = draft.text(Field.MAILBOX);
        String epoch = draft.text(Field.EPOCH);
        if (!BITS_256.matcher(draft.text(Field.UPLOAD)).matches()
                || !BITS_256.matcher(mailbox).matches()
                || !EPOCH.matcher(epoch).matches()) {
            return Optional.empty();
        }
        Optional<DecisionKey> key = DecisionKey.parse(draft.text(Field.DECISIONS));
        return draft.has(Field.DECISIONS) && key.isEmpty()
                ? Optional.empty()
                : Optional.of(new BrowserUploadRef(
                        draft.text(Field.UPLOAD), mailbox, Integer.parseInt(epoch), key.orElse(null)));
    }

    public byte[] mailboxHash() {
        return Base64.getUrlDecoder().decode(mailbox);
    }

    @Override
    public String toString() {
        return "Brought[redacted]";
    }
}
