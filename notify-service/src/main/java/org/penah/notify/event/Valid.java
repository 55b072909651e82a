package org.penah.notify.event;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Checks that the records of this package share; a refusal names the kind of fault and quotes nothing. */
final class Valid {

    private static final Set<String> LANGUAGES = Set.of("az", "en", "ru", "tr", "fa");

    private Valid() {}

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static void randomId(UUID id) {
        require(id != null && id.version() == 4, "the alert has no random id");
    }

    static void partner(String name) {
        require(name != null && name.matches("[a-z][a-z0-9-]{0,30}"), "the partner has no name");
    }

    static List<String> languages(List<String> languages) {
        require(languages != null && !languages.isEmpty(), "the alert names no language");
        require(Set.copyOf(languages).size() == languages.size(), "a language is named twice");
        require(LANGUAGES.containsAll(languages), "a language is not one of ours");
        return List.copyOf(languages);
    }

    static void coarse(Instant time) {
        require(time != null && time.getEpochSecond() % 300 == 0 && time.getNano() == 0, "a time is finer than 5 min");
    }
}
