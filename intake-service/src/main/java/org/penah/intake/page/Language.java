package org.penah.intake.page;

import java.util.Locale;

/** The languages of the source's pages, by the first part of the path. */
public enum Language {
    EN("ltr");

    private final String direction;

    Language(String direction) {
        this.direction = direction;
    }

    /** As in the path and in HTML. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTML {@code dir} of its script. */
    public String direction() {
        return direction;
    }

    /** The path of its form. */
    public String form() {
        return "/" + tag() + "/tip";
    }
}
