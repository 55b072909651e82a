package org.penah.notify.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells the desk how an alert stands, {@value #TYPE} on {@code penah.notify.triage}.
 *
 * @param revision grows with each change of this alert, so that the desk can drop what comes late
 * @param overdue true if its time has passed and nobody has ended it: it goes on, and the desk decides; null if not
 * @param status {@code Exercise} if it is a drill; null if not
 * @param putBackRevision the number of the desk's last word about a flood, if it is none of one; null if it is, or if there was no word
 * @param noFlood true if it is none of a flood and the desk has said no word about that; null otherwise, and once it is over
 * @param threat as partners read it, for a desk that has no tip of it; null of a drill
 * @param heard the number of the desk's word about it that came now, otherwise the highest of those that came before; null if none came
 */
public record AlertChanged(
        UUID alertId,
        int revision,
        AlertState state,
        Basis basis,
        List<PartnerReport> partners,
        @Nullable Boolean overdue,
        @Nullable String status,
        @Nullable Integer putBackRevision,
        @Nullable Boolean noFlood,
        @Nullable Threat threat,
        @Nullable Integer heard) {

    public static final String TYPE = "org.penah.alert.changed.v1";

    /**
     * How it stands with one partner.
     *
     * @param attempts how often we tried to tell them
     * @param since when this state began, in whole minutes
     * @param until how long their claim or acknowledgement holds, rounded down to 5 minutes; null without one
     * @param timingVisible true if an observer can see when this partner is told; null if not
     * @param byTelephone true if the desk wrote down what they said last; null if they pressed it themselves, or said nothing
     * @param uncounted true if what they press keeps nobody from being called until the desk confirms the alert again; null if it does
     */
    public record PartnerReport(
            String name,
            PartnerAlertState state,
            int attempts,
            Instant since,
            @Nullable Instant until,
            @Nullable Boolean timingVisible,
            @Nullable Boolean byTelephone,
            @Nullable Boolean uncounted) {

        public PartnerReport {
            Valid.partner(name);
            Valid.require(state != null, "the partner has no state");
            Valid.count(attempts);
            Valid.minute(since);
            if (until != null) {
                Valid.coarse(until);
            }
            Valid.require(timingVisible == null || timingVisible, "who is told unseen does not say so");
            Valid.require(byTelephone == null || byTelephone, "who was not telephoned does not say so");
            Valid.require(uncounted == null || uncounted, "who counts does not say so");
        }
    }

    public AlertChanged {
        Valid.randomId(alertId);
        Valid.number(revision);
        Valid.require(state != null, "the alert has no state");
        Valid.require(basis != null, "the alert has no basis");
        Valid.require(partners != null, "the partners are missing");
        partners = List.copyOf(partners);
        Valid.require(overdue == null || overdue, "what is not overdue does not say so");
        Valid.require(status == null || status.equals("Exercise"), "there is no such status");
        Valid.require(
                putBackRevision == null || putBackRevision > 0, "the number of a word about a flood is too small");
        Valid.require(noFlood == null || noFlood, "what is of a flood does not say so");
        Valid.require(heard == null || heard > 0, "the number of a word is too small");
    }
}
