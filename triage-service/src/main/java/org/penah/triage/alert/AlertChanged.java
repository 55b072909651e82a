package org.penah.triage.alert;

import static org.penah.triage.event.Contract.require;
import static org.penah.triage.event.Contract.requireNumber;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.Threat;

/**
 * Tells, as event {@code org.penah.alert.changed.v1} from notify-service, the complete current state of an alert.
 *
 * @param revision grows with each change of the alert; an older one than is known changes nothing
 * @param overdue true if its time has passed and nobody has ended it, otherwise absent
 * @param status {@code Exercise} if it is a drill, otherwise absent
 * @param putBackRevision the number of our last word about a flood, if it is none of one; absent if it is, or if there was no word
 * @param noFlood true if it is none of a flood and no word of ours says so; otherwise absent, as from versions before
 * @param threat as partners read it; absent from versions before, and of a drill
 * @param heard the highest number of our words about it that came; absent if none came
 */
public record AlertChanged(
        UUID alertId,
        int revision,
        AlertState state,
        Basis basis,
        List<PartnerAlert> partners,
        @Nullable Boolean overdue,
        @Nullable String status,
        @Nullable Integer putBackRevision,
        @Nullable Boolean noFlood,
        @Nullable Threat threat,
        @Nullable Integer heard) {

    public static final String TYPE = "org.penah.alert.changed.v1";

    private static final int MAX_PARTNERS = 1000;

    public AlertChanged {
        require(alertId != null, "alertId is missing");
        requireNumber(revision, "revision");
        require(state != null, "state is missing");
        require(basis != null, "basis is missing");
        require(partners != null && partners.size() <= MAX_PARTNERS, "partners is missing or too long");
        require(overdue == null || overdue, "overdue is neither true nor absent");
        require(status == null || status.equals("Exercise"), "status is neither Exercise nor absent");
        require(putBackRevision == null || putBackRevision > 0, "putBackRevision is too small");
        require(noFlood == null || noFlood, "noFlood is neither true nor absent");
        require(threat == null || threat.isReported(), "threat is none");
        require(heard == null || heard > 0, "heard is too small");
        partners = List.copyOf(partners);
    }
}
