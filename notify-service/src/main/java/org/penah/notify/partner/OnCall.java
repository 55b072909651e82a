package org.penah.notify.partner;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says when a human is on call at a partner.
 *
 * @param spans of the week, in the zone's own time
 */
record OnCall(ZoneId zone, List<Span> spans) {

    /** Nobody ever is. */
    static final OnCall NEVER = new OnCall(ZoneOffset.UTC, List.of());

    private static final String INVALID =
            "invalid on-call hours; expected a time zone and up to 20 spans like mon-fri 09:00-17:00";
    private static final int MAX_SPANS = 20;
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String DAY = "(" + String.join("|", DAYS) + ")";
    private static final String TIME = "([01][0-9]|2[0-4]):([0-5][0-9])";
    private static final Pattern SPAN = Pattern.compile(DAY + "(?:-" + DAY + ")? " + TIME + "-" + TIME);

    /**
     * The same minutes of some days in a row; the days may run over Sunday, the minutes not over midnight.
     *
     * @param days how many there are
     * @param from minutes of the day
     * @param to minutes of the day, not included
     */
    record Span(DayOfWeek first, int days, int from, int to) {

        /** Reads {@code mon-fri 09:00-17:00} or {@code sat 10:00-14:00}. */
        static Span parse(String text) {
            Matcher matcher = SPAN.matcher(text);
            require(matcher.matches());
            int first = DAYS.indexOf(matcher.group(1));
            int last = matcher.group(2) == null ? first : DAYS.indexOf(matcher.group(2));
            int from = minutes(matcher.group(3), matcher.group(4));
            int to = minutes(matcher.group(5), matcher.group(6));
            require(from < to && to <= 24 * 60);
            return new Span(DayOfWeek.of(first + 1), Math.floorMod(last - first, 7) + 1, from, to);
        }

        private static int minutes(String hours, String minutes) {
            return Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        }

        private boolean holds(ZonedDateTime time) {
            int behind = Math.floorMod(time.getDayOfWeek().getValue() - first.getValue(), 7);
            int minute = time.getHour() * 60 + time.getMinute();
            return behind < days && minute >= from && minute < to;
        }
    }

    /** @throws IllegalArgumentException if it is not a zone of the tz database with up to 20 spans */
    static OnCall parse(String zone, List<String> open) {
        require(zone != null && open != null && !open.isEmpty() && open.size() <= MAX_SPANS);
        try {
            return new OnCall(ZoneId.of(zone), open.stream().map(Span::parse).toList());
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(INVALID, unknown);
        }
    }

    /** Reads what {@link #line} wrote. */
    static OnCall parse(String line) {
        List<String> parts = List.of(line.split(";", -1));
        return parse(parts.get(0), parts.subList(1, parts.size()));
    }

    /** As it is kept: the zone and the spans. */
    static String line(String zone, List<String> open) {
        return String.join(";", Stream.concat(Stream.of(zone), open.stream()).toList());
    }

    boolean isOpen(Instant now) {
        ZonedDateTime there = now.atZone(zone);
        return spans.stream().anyMatch(span -> span.holds(there));
    }

    private static void require(boolean isValid) {
        if (!isValid) {
            throw new IllegalArgumentException(INVALID);
        }
    }
}
