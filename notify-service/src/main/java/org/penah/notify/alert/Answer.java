package org.penah.notify.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what a person at a partner answered to an alert.
 *
 * @param id the alert's, as this partner knows it
 * @param seq the number of the message that was seen
 * @param number counts this partner's answers to this alert, from 1; null for an acknowledgement without one
 */
public record Answer(
        UUID id, int seq, Action action, @Nullable Integer number) {

    private static final int MOST = 1_000_000;

    /** What is done about it. */
    public enum Action {
        @JsonProperty("acknowledge")
        ACKNOWLEDGE(PartnerAlertLifecycle.Event.ACKNOWLEDGED),
        @JsonProperty("decline")
        DECLINE(PartnerAlertLifecycle.Event.DECLINED),
        @JsonProperty("need-info")
        NEED_INFO(PartnerAlertLifecycle.Event.NEEDS_INFO),
        @JsonProperty("claim")
        CLAIM(PartnerAlertLifecycle.Event.CLAIMED),
        @JsonProperty("release")
        RELEASE(PartnerAlertLifecycle.Event.RELEASED),
        @JsonProperty("resolve")
        RESOLVE(PartnerAlertLifecycle.Event.RESOLVED);

        final PartnerAlertLifecycle.Event event;

        Action(PartnerAlertLifecycle.Event event) {
            this.event = event;
        }
    }

    /** Whether it is what the contract says. */
    public boolean isWhole() {
        boolean isNumbered = number != null ? number >= 1 && number <= MOST : action == Action.ACKNOWLEDGE;
        return id != null && action != null && isNumbered;
    }
}
