package org.penah.triage.access;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A request about a tip that waits for a second person.
 *
 * @param by the first person
 */
public record FourEyesRequest(UUID tipId, String by, LocalDate day) {

    /** More than people leave waiting; a stolen account must not fill a page. */
    public static final int MOST = 100;

    /** From the columns of a query, in that order. */
    public static FourEyesRequest of(Object[] row) {
        return new FourEyesRequest((UUID) row[0], (String) row[1], (LocalDate) row[2]);
    }
}
