package org.penah.notify.event;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.decision.Decision;
import org.penah.sealing.manifest.OperatorWords;

/** Checks that the records of this package share; a refusal names the kind of fault and quotes nothing. */
final class Valid {

    /** Far more than anything is counted to, and far from where the next one is negative. */
    static final int MOST = 1_000_000_000;

    /** No tip is older than Penah, and no clock that is right says more; a database keeps what lies further as infinity. */
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-01-01");

    private static final LocalDate LAST_DAY = LocalDate.parse("2099-12-31");
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

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
        require(OperatorWords.LANGUAGES.containsAll(languages), "a language is not one of ours");
        return List.copyOf(languages);
    }

    static void decisionKey(@Nullable String key) {
        require(key == null || Decision.isKey(key), "the key of decisions is none");
    }

    static void coarse(Instant time) {
        whole(time, 300, "a time is finer than 5 min");
    }

    static void minute(Instant time) {
        whole(time, 60, "a time is finer than a minute");
    }

    private static void whole(Instant time, int seconds, String otherwise) {
        require(time != null && time.getEpochSecond() % seconds == 0 && time.getNano() == 0, otherwise);
        require(!time.isBefore(FIRST) && time.isBefore(END), "a time is before 2026 or after 2099");
    }

    static void day(LocalDate day) {
        require(day != null, "the day is missing");
        require(!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY), "a day is before 2026 or after 2099");
    }

    /** What grows by one from 1. */
    static void number(int number) {
        require(number >= 1 && number <= MOST, "a number is not positive, or too large");
    }

    /** How often something was done. */
    static void count(int count) {
        require(count >= 0 && count <= MOST, "a count is negative, or too large");
    }
}
