package org.penah.notify.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.penah.notify.delivery.OpenAlert;
import org.penah.notify.delivery.OpenAlerts;

/**
 * Tells a partner in a slot all that is open for it: usually nothing.
 *
 * @param slot how often a state comes, in seconds; one that stays away is an alarm at the partner
 * @param alerts the most important first
 * @param waiting how many more are not told: those that did not fit come in the slots behind, and what is left out keeps the state from being whole
 * @param trouble whether we could not look: the state is then empty and says nothing
 * @param flood how many alerts of a flood are open; 0 without one
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record StateContent(
        @JsonInclude(JsonInclude.Include.ALWAYS) String to,
        @JsonInclude(JsonInclude.Include.ALWAYS) long slot,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<AlertContent> alerts,
        int waiting,
        boolean trouble,
        int flood) {

    // What the counts of those that wait and of a flood may add.
    private static final int COUNT_BYTES = 60;

    /**
     * A state, and what is in it.
     *
     * @param withheld whether an alert was left out because something in it may not leave, or because it is too long
     */
    public record Packed(StateContent content, List<OpenAlert> told, boolean withheld) {}

    /** As much of what stands as fits. What may not leave, or would fill more than a state, is left out by itself and holds up no other. */
    public static Packed pack(OpenAlerts open, String partner, long slot) {
        List<AlertContent> alerts = new ArrayList<>();
        List<OpenAlert> told = new ArrayList<>();
        boolean withheld = false;
        int length = SealedBody.json(new StateContent(partner, slot, List.of(), 0, false, 0)).length + COUNT_BYTES;
        int empty = length;
        for (OpenAlert each : open.first()) {
            AlertContent alert = AlertContent.of(each, partner);
            byte[] json = SealedBody.json(alert);
            if (!OutboundFilter.isClean(json) || empty + json.length >= SealedBody.ROOM) {
                withheld = true;
                continue;
            }
            length += json.length + 1;
            if (length > SealedBody.ROOM) {
                break;
            }
            alerts.add(alert);
            told.add(each);
        }
        int waiting = open.count() - alerts.size();
        return new Packed(new StateContent(partner, slot, alerts, waiting, false, open.flood()), told, withheld);
    }

    /** The state of which nothing is known. */
    public static StateContent ofTrouble(String partner, long slot) {
        return new StateContent(partner, slot, List.of(), 0, true, 0);
    }
}
