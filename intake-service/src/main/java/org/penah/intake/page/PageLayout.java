package org.penah.intake.page;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Region;

/**
 * Holds what the frame around every page shows.
 *
 * @param place the page's path behind its language, where the other languages have the same page
 * @param leave the address of a site that says nothing about who reads it
 * @param words the operator's, or null if none are shown
 * @param wish what the buttons for other languages send; empty where they are links, or there are none
 */
public record PageLayout(
        Language language,
        String place,
        Style style,
        String leave,
        @Nullable WordsView words,
        Ways ways,
        String wish) {

    /** How a page leads to other languages, so that no word and no receipt is lost on the way. */
    public enum Ways {
        /** Links: there is nothing to lose. */
        LINKS,
        /** Buttons of the form, which comes back with all that was typed. */
        FORM,
        /** Buttons of the inbox, which go on with its session. */
        INBOX,
        /** None: the page shows a receipt that no other page of ours could show. */
        NONE
    }

    public List<Language> others() {
        return ways == Ways.NONE
                ? List.of()
                : Arrays.stream(Language.values())
                        .filter(other -> other != language)
                        .toList();
    }

    /** The region, if the operator has numbers for it. */
    @Nullable
    Region withNumbers(@Nullable Region region) {
        return words != null && words.regions().contains(region) ? region : null;
    }

    /** Whether the other languages are buttons that take along what was typed into the page's form. */
    public boolean keepsTyped() {
        return ways == Ways.FORM;
    }

    public boolean keepsInbox() {
        return ways == Ways.INBOX;
    }
}
