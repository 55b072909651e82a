package org.penah.partner.words;

/** One sentence in all languages. */
public record Translations(String en, String fr, String ru, String es, String ar) {

    String in(Language language) {
        return switch (language) {
            case EN -> en;
            case FR -> fr;
            case RU -> ru;
            case ES -> es;
            case AR -> ar;
        };
    }
}
