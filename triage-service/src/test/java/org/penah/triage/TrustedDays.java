package org.penah.triage;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The day by which the service deletes, as if it had run until then, or had not. */
public final class TrustedDays {

    private TrustedDays() {}

    /** Lets something happen at another time that the service has come to by running. */
    public static void at(String instant, PinnedClock.Happening happening) throws Throwable {
        set(OffsetDateTime.parse(instant).toLocalDate());
        try {
            PinnedClock.at(instant, happening);
        } finally {
            set(LocalDate.ofInstant(PinnedClock.NOW, ZoneOffset.UTC));
        }
    }

    /** Sets it, as of a service that has just come to it. */
    public static void set(LocalDate day) throws SQLException {
        LocalPostgres.asOwner("""
                insert into trusted_day (day, ran, waited, looks) values ('%1$s', 0, 0, 0)
                on conflict (only_one) do update set day = '%1$s', ran = 0, jumped_to = null, waited = 0""".formatted(day));
    }
}
