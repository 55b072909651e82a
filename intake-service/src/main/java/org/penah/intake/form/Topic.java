package org.penah.intake.form;

import java.util.Locale;

/** What a tip can be about; configuration says which are offered and which queue reads them. */
public enum Topic {
    THREAT,
    SURVEILLANCE,
    HARASSMENT,
    RELATIVES,
    CORRUPTION,
    OTHER;

    /** The value in the form and in {@code tip.json}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
