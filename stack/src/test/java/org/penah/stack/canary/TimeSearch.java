package org.penah.stack.canary;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds a time in files, in each form that a program here writes: as a date with minutes or seconds, as a number in digits, and in binary, where
 * PostgreSQL, Java and Erlang count in seconds to nanoseconds. It does not look for seconds in four bytes: too much looks like those.
 */
public final class TimeSearch {

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Where PostgreSQL's clock stands at 0. */
    private static final Instant POSTGRES = Instant.parse("2000-01-01T00:00:00Z");

    /** UUIDs of version 7 and Erlang's terms have milliseconds in six bytes, Erlang's microseconds in seven. */
    private static final int[] SIZES = {48, 56, 64};

    private static final Pattern DATE = Pattern.compile("20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?");
    private static final Pattern MAIL = Pattern.compile("\\d\\d [A-Z][a-z]{2} 20\\d\\d \\d\\d:\\d\\d:\\d\\d");
    private static final Pattern DIGITS = Pattern.compile("(?<!\\d)\\d{10}(\\d{3}){0,3}(?!\\d)");
    private static final Map<Integer, ChronoUnit> UNITS =
            Map.of(10, ChronoUnit.SECONDS, 13, ChronoUnit.MILLIS, 16, ChronoUnit.MICROS, 19, ChronoUnit.NANOS);
    private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss", Locale.ROOT);

    private final Instant from;
    private final Instant to;
    private final long[][] ranges;
    private final Set<String> findings = new TreeSet<>();

    /** Finds what is in between; of a form without seconds the whole minute counts. */
    public TimeSearch(Instant from, Instant to) {
        this.from = from;
        this.to = to;
        this.ranges = new long[][] {
            range(POSTGRES, ChronoUnit.MICROS),
            range(Instant.EPOCH, ChronoUnit.SECONDS),
            range(Instant.EPOCH, ChronoUnit.MILLIS),
            range(Instant.EPOCH, ChronoUnit.MICROS),
            range(Instant.EPOCH, ChronoUnit.NANOS)
        };
    }

    private long[] range(Instant zero, ChronoUnit unit) {
        return new long[] {unit.between(zero, from.truncatedTo(unit)), unit.between(zero, to)};
    }

    /** Every file below a folder, by name and content. */
    public TimeSearch files(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                try {
                    String place = folder.relativize(path).toString();
                    content(place, path.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                    content(place, Files.readAllBytes(path));
                } catch (NoSuchFileException gone) {
                    // A live database removes its own files.
                }
            }
        }
        return this;
    }

    void content(String place, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        DATE.matcher(text).results().forEach(found -> look(place, found, TimeSearch::date, found.group(1) == null));
        MAIL.matcher(text)
                .results()
                .forEach(found -> look(place, found, said -> LocalDateTime.parse(said, WORDS), false));
        DIGITS.matcher(text).results().forEach(found -> look(place, found, TimeSearch::counted, false));
        byte[] padded = new byte[bytes.length + Long.BYTES];
        System.arraycopy(bytes, 0, padded, 0, bytes.length);
        for (int at = 0; at < bytes.length; at++) {
            long little = (long) LITTLE.get(padded, at);
            long big = (long) BIG.get(padded, at);
            for (int size : SIZES) {
                look(place, little & (-1L >>> (Long.SIZE - size)), "little", size);
                look(place, big >>> (Long.SIZE - size), "big", size);
            }
        }
    }

    private void look(String place, long number, String order, int bits) {
        for (long[] range : ranges) {
            if (number >= range[0] && number <= range[1]) {
                findings.add("%s (%d bytes, %s end first)".formatted(place, bits / Byte.SIZE, order));
            }
        }
    }

    private void look(String place, MatchResult found, Function<String, LocalDateTime> reader, boolean wholeMinute) {
        try {
            Instant begin = reader.apply(found.group()).toInstant(ZoneOffset.UTC);
            Instant end = begin.plus(wholeMinute ? Duration.ofMinutes(1) : Duration.ofSeconds(1));
            if (!begin.isAfter(to) && end.isAfter(from)) {
                findings.add("%s (%s)".formatted(place, found.group()));
            }
        } catch (DateTimeParseException | NumberFormatException noDate) {
            // It looked like one, or counts further than a clock does.
        }
    }

    private static LocalDateTime date(String said) {
        return LocalDateTime.parse(said.replace(' ', 'T'));
    }

    private static LocalDateTime counted(String said) {
        Instant time = Instant.EPOCH.plus(Long.parseLong(said), UNITS.get(said.length()));
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    /** Where it was found and how; empty is what is hoped for. */
    public Set<String> findings() {
        return findings;
    }
}
