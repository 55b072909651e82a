package org.penah.intake.page;

import java.util.Arrays;
import java.util.List;

/**
 * The frame around every page.
 *
 * @param place the page's path behind its language, where the other languages have the same page
 * @param leave the address of a site that says nothing about who reads it
 * @param keepsTyped whether the other languages take along what was typed into the page's form
 */
public record PageLayout(Language language, String place, Style style, String leave, boolean keepsTyped) {

    PageLayout keepingTyped() {
        return new PageLayout(language, place, style, leave, true);
    }

    public List<Language> others() {
        return Arrays.stream(Language.values())
                .filter(other -> other != language)
                .toList();
    }
}
