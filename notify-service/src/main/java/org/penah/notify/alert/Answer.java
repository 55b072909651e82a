package org.penah.notify.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.NoticeState;

/**
 * What a human at a partner says of an alert.
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
        ACKNOWLEDGE(NoticeState.ACKNOWLEDGED),
        @JsonProperty("decline")
        DECLINE(NoticeState.DECLINED),
        @JsonProperty("need-info")
        NEED_INFO(NoticeState.NEEDS_INFO),
        @JsonProperty("claim")
        CLAIM(NoticeState.CLAIMED),
        @JsonProperty("release")
        RELEASE(NoticeState.RELEASED),
        @JsonProperty("resolve")
        RESOLVE(NoticeState.RESOLVED);

        final NoticeState state;

        Action(NoticeState state) {
            this.state = state;
        }
    }

    /** Whether it is what the contract says. */
    public boolean isWhole() {
        boolean isNumbered = number != null ? number >= 1 && number <= MOST : action == Action.ACKNOWLEDGE;
        return id != null && action != null && isNumbered;
    }
}
