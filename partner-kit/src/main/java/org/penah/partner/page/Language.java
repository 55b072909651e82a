package org.penah.partner.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A language that the page speaks. */
enum Language {
    EN("English", "-u-hc-h23"),
    FR("Français", ""),
    RU("Русский", ""),
    ES("Español", ""),
    AR("العربية", "-u-nu-latn"),
    AZ("Azərbaycan dili", ""),
    TR("Türkçe", ""),
    FA("فارسی", "-u-nu-latn"),
    DE("Deutsch", ""),
    KA("ქართული", "");

    private final String ownName;
    private final Locale locale;

    Language(String ownName, String extension) {
        this.ownName = ownName;
        this.locale = Locale.forLanguageTag(code() + extension);
    }

    /** The tag that is written in a page, {@code en}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String ownName() {
        return ownName;
    }

    public boolean isRightToLeft() {
        return this == AR || this == FA;
    }

    /** The language of this code. */
    public static Optional<Language> ofCode(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code().equals(code))
                .findFirst();
    }

    /** The first language of an Accept-Language header that there is; English if there is none. */
    public static Language accepted(String header) {
        return Arrays.stream(header.split(",", 20))
                .map(range -> range.strip().split("[-;]", 2)[0].toLowerCase(Locale.ROOT))
                .flatMap(code -> ofCode(code).stream())
                .findFirst()
                .orElse(EN);
    }

    /** A day and a time, to the minute, with the zone's distance from UTC. */
    public String dayAndTime(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .withZone(zone)
                        .format(instant)
                + " "
                + DateTimeFormatter.ofPattern("HH:mm '(UTC'xxx')'", Locale.ROOT)
                        .withZone(zone)
                        .format(instant);
    }

    /** A time of today, to the second. */
    public String time(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
                .withZone(zone)
                .format(instant);
    }

    /** A part of the world by its UN M49 code; the code itself if the platform has no name for it. */
    public String region(String m49) {
        String name = Locale.forLanguageTag("und-" + m49).getDisplayCountry(locale);
        return name.isEmpty() || name.equals(m49) ? "UN M49 " + m49 : name;
    }

    /** Names of languages, by their codes. */
    public String languages(List<String> codes) {
        return codes.stream()
                .map(code -> Locale.forLanguageTag(code).getDisplayLanguage(locale))
                .collect(Collectors.joining(isRightToLeft() ? "، " : ", "));
    }
}
