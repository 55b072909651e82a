package org.penah.partner.words;

import java.util.Locale;

/** A sentence that exists in every language. */
public interface Message {

    Translations translations();

    /** The sentence in a language, its {@code %s} filled in order. */
    default String in(Language language, Object... values) {
        String sentence = translations().in(language);
        return values.length == 0 ? sentence : String.format(Locale.ROOT, sentence, values);
    }
}
