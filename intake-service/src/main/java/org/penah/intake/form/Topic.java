package org.penah.intake.form;

import java.util.Locale;

/** Lists the topics of tips; configuration sets which are offered and which queue reads them. */
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
