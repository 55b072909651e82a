package org.penah.stack.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param remedy what to do about it; empty if nothing
 */
record Finding(Status status, String subject, String found, String remedy) {

    enum Status {
        OK,
        /** Penah runs in spite of it. */
        WARN,
        /** Somebody must mend it. */
        BAD;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String subject, String found) {
        return new Finding(Status.OK, subject, found, "");
    }

    static Finding warn(String subject, String found, String remedy) {
        return new Finding(Status.WARN, subject, found, remedy);
    }

    static Finding bad(String subject, String found, String remedy) {
        return new Finding(Status.BAD, subject, found, remedy);
    }
}
