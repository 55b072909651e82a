package org.penah.intake.inbox;

import java.util.Arrays;
import java.util.List;
import org.penah.intake.form.Sealing;

/**
 * The settings that the inbox's first page gives its script.
 *
 * @param integrity the script's hash, under which alone the browser runs it
 * @param root the root key as {@code minisign -P} takes it
 */
public record InboxScript(String integrity, String root) {

    /** Whose limits hold for opening just as for sealing. */
    public Sealing browser() {
        return Sealing.BROWSER;
    }

    public Sealing server() {
        return Sealing.SERVER;
    }

    /** Slips of the pen, which the script finds as we do. */
    public List<InboxError> troubles() {
        return Arrays.stream(InboxError.values()).filter(InboxError::isMistyped).toList();
    }
}
