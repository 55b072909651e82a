package org.penah.intake.page;

import java.time.LocalDate;
import java.time.temporal.JulianFields;

/**
 * A day of the calendar that Persian speakers live by, which Java does not have.
 *
 * <p>Leap years by the cycle of 33 years with 8 of them, which is the calendar in force from 1244 to 1500 (1865 to 2121). Tested
 * day by day against the calendar of a browser.
 *
 * @param month from 0
 */
record SolarHijri(int year, int month, int day) {

    private static final String[] MONTHS = {
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"
    };

    /** The Julian day of the first day of the year 1. */
    private static final long EPOCH = 1_948_320;

    private static final int CYCLE_YEARS = 33;
    private static final int CYCLE_LEAPS = 8;
    private static final int CYCLE_DAYS = CYCLE_YEARS * 365 + CYCLE_LEAPS;

    /** Six months of 31 days come first, then those of 30. */
    private static final int LONG_HALF = 6 * 31;

    static SolarHijri of(LocalDate date) {
        long days = date.getLong(JulianFields.JULIAN_DAY) - EPOCH;
        long year = 1 + Math.floorDiv(CYCLE_YEARS * days + 3, CYCLE_DAYS);
        long firstDay = 365 * (year - 1) + Math.floorDiv(CYCLE_LEAPS * year + 21, CYCLE_YEARS);
        int dayOfYear = (int) (days - firstDay);
        return dayOfYear < LONG_HALF
                ? new SolarHijri((int) year, dayOfYear / 31, dayOfYear % 31 + 1)
                : new SolarHijri((int) year, 6 + (dayOfYear - LONG_HALF) / 30, (dayOfYear - LONG_HALF) % 30 + 1);
    }

    /** As people write it, in western digits. */
    String written() {
        return day + " " + MONTHS[month] + " " + year;
    }
}
