package org.penah.intake.page;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the languages of the source's pages, by the first part of the path. */
public enum Language {
    AZ("Azərbaycanca", "ltr", "MB"),
    EN("English", "ltr", "MB"),
    RU("Русский", "ltr", "МБ"),
    TR("Türkçe", "ltr", "MB"),
    FA("فارسی", "rtl", "مگابایت");

    /** Places behind a language. */
    public static final String TIP = "tip";

    public static final String SEALED = "sealed";

    public static final String DANGER = "danger";

    public static final String VERIFY = "verify";

    public static final String ABOUT = "about";
    public static final String SAFETY = "safety";

    /** Browsers send less than a hundred; sorting what is far longer would only cost time. */
    private static final int LONGEST_WISH = 256;

    private static final List<String> TAGS =
            Arrays.stream(values()).map(Language::tag).toList();

    private final String ownName;
    private final String direction;
    private final String megabyte;

    Language(String ownName, String direction, String megabyte) {
        this.ownName = ownName;
        this.direction = direction;
        this.megabyte = megabyte;
    }

    /** As in the path and in HTML. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As its speakers call it. */
    public String ownName() {
        return ownName;
    }

    /** The HTML {@code dir} of its script. */
    public String direction() {
        return direction;
    }

    /** A size, to be read by people. */
    public String megabytes(long count) {
        // A space that does not break: the number stays with its unit.
        return digits(Long.toString(count)) + "\u00a0" + megabyte;
    }

    /** A count, to be read by people. */
    public String number(int count) {
        return digits(Integer.toString(count));
    }

    /** A day, to be read by people, in the calendar that they live by. */
    public String day(LocalDate day) {
        return this == FA
                ? digits(SolarHijri.of(day).written())
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        // Our English is British.
                        .withLocale(this == EN ? Locale.UK : Locale.forLanguageTag(tag()))
                        .format(day);
    }

    /** A number's western digits as this language writes them. */
    public String digits(String number) {
        return this != FA
                ? number
                : number.chars()
                        .map(each -> each >= '0' && each <= '9' ? each - '0' + '۰' : each)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** The path of its first page. */
    public String home() {
        return "/" + tag() + "/";
    }

    /** The path of its form for a sealed file. */
    public String sealed() {
        return home() + SEALED;
    }

    /** The path of its keys and commands. */
    public String verify() {
        return home() + VERIFY;
    }

    /** The path of the page on who runs this site. */
    public String about() {
        return home() + ABOUT;
    }

    /** The path of the page on what is protected, what is not, and what happens next. */
    public String safety() {
        return home() + SAFETY;
    }

    /** Where its script brings what it has sealed. */
    public String chunk() {
        return home() + "chunk";
    }

    /** The path of its form. */
    public String form() {
        return home() + TIP;
    }

    /** The path of its form for danger. */
    public String danger() {
        return home() + DANGER;
    }

    /** The path of its inbox. */
    public String inbox() {
        return home() + "inbox";
    }

    /** The language that the path of a request names. */
    public static Optional<Language> ofPath(String path) {
        return Arrays.stream(values())
                .filter(language -> path.startsWith(language.home()))
                .findFirst();
    }

    /**
     * The language for somebody who has not chosen one: the best of ours that their browser asks for, else English.
     *
     * @param wish the header {@code Accept-Language} (RFC 9110, section 12.5.4), matched as RFC 4647, section 3.4 says
     */
    public static Language wished(@Nullable String wish) {
        if (wish == null || wish.isBlank() || wish.length() > LONGEST_WISH) {
            return EN;
        }
        try {
            String tag = Locale.lookupTag(Locale.LanguageRange.parse(wish), TAGS);
            return tag == null ? EN : valueOf(tag.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException malformed) {
            return EN;
        }
    }
}
