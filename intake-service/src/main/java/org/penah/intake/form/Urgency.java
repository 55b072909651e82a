package org.penah.intake.form;

import com.fasterxml.jackson.annotation.JsonValue;

/** Says how soon something could happen to the person in danger. */
public enum Urgency {
    HOURS("hours"),
    DAYS("days");

    private final String word;

    Urgency(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }
}
