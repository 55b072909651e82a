package org.penah.triage.withdrawal;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.Consents;

/**
 * Says what a source has withdrawn for one tip.
 *
 * @param alert whether protection organisations may still be told, as far as this goes
 * @param details whether details may still be shared, as far as this goes
 * @param erased whether the tip must be gone
 * @param on the day of the first withdrawal; absent if there is none
 */
public record Withdrawn(
        boolean alert,
        boolean details,
        boolean erased,
        @Nullable LocalDate on) {

    static final Withdrawn NOTHING = new Withdrawn(true, true, false, null);

    /** The rest of these consents. */
    public Consents of(Consents given) {
        return new Consents(given.alert() && alert, given.details() && details);
    }
}
