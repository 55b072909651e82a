package org.penah.intake.form;

import com.fasterxml.jackson.annotation.JsonValue;

/** The answer to "is somebody in physical danger?"; the same word in the form and in events. */
public enum ThreatTarget {
    ME("me"),
    SOMEONE_ELSE("someone-else"),
    /** Somebody is: the form for danger does not ask who. */
    UNSPECIFIED("unspecified"),
    NONE("none");

    private final String word;

    ThreatTarget(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }
}
