package org.penah.intake.page;

/** What every page has around it. */
public record Frame(Language language, Style style) {}
