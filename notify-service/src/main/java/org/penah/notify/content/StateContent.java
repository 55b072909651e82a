package org.penah.notify.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.penah.notify.alert.Open;
import org.penah.notify.alert.Standing;

/**
 * What a partner reads in a slot: all that is open for it, usually nothing.
 *
 * @param slot how often a state comes, in seconds; one that stays away is an alarm at the partner
 * @param alerts the most important first
 * @param waiting how many more did not fit and come in the slots behind
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

    /** As much of what stands as fits. */
    public static StateContent of(Open open, String partner, long slot) {
        List<AlertContent> alerts = new ArrayList<>();
        int length = SealedBody.length(new StateContent(partner, slot, List.of(), 0, false, 0)) + COUNT_BYTES;
        for (Standing standing : open.first()) {
            AlertContent alert = AlertContent.of(standing, partner);
            length += SealedBody.length(alert) + 1;
            if (length > SealedBody.ROOM) {
                break;
            }
            alerts.add(alert);
        }
        return new StateContent(partner, slot, alerts, open.count() - alerts.size(), false, open.flood());
    }

    /** The state of which nothing is known. */
    public static StateContent ofTrouble(String partner, long slot) {
        return new StateContent(partner, slot, List.of(), 0, true, 0);
    }
}
