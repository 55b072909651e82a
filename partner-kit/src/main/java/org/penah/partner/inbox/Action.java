package org.penah.partner.inbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Lists what a person can answer to an alert, in the words of docs/contracts/partner-webhook.md. */
public enum Action {
    /** Has seen it and takes care of it. */
    ACKNOWLEDGE,
    /** Cannot help: others are called at once. */
    DECLINE,
    /** Cannot act on what it says: the desk is asked, others are called. */
    NEED_INFO,
    /** Works on it now, for an hour. */
    CLAIM,
    /** Had it and gives it back. */
    RELEASE,
    /** Has done what could be done. */
    RESOLVE;

    /** As it is written on the wire, {@code need-info}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The action that is written so; nothing if none is. */
    public static Optional<Action> ofWord(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }
}
