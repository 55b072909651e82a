package org.penah.triage.alert;

import static org.penah.triage.event.Contract.require;
import static org.penah.triage.event.Contract.requireCount;
import static org.penah.triage.event.Contract.requireTime;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.DueTime;

/**
 * Says how an alert stands with one partner.
 *
 * @param attempts how often it was tried to tell them
 * @param since when this state began, a whole minute
 * @param until how long a claim holds, on a full five minutes
 * @param timingVisible true if an observer can see when this partner is told, otherwise absent
 * @param byTelephone true if somebody of the desk wrote down what they said last, otherwise absent
 * @param uncounted true if they let go of it so often that what they press keeps nobody from being called, otherwise absent
 */
public record PartnerAlert(
        String name,
        State state,
        int attempts,
        Instant since,
        @Nullable Instant until,
        @Nullable Boolean timingVisible,
        @Nullable Boolean byTelephone,
        @Nullable Boolean uncounted) {

    /** How far it has come. */
    public enum State {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("delivered")
        DELIVERED,
        @JsonProperty("acknowledged")
        ACKNOWLEDGED,
        /** Has asked for more than an alert says. */
        @JsonProperty("needs-info")
        NEEDS_INFO,
        @JsonProperty("claimed")
        CLAIMED,
        @JsonProperty("declined")
        DECLINED,
        /** Took it on and gave it back. */
        @JsonProperty("released")
        RELEASED,
        @JsonProperty("resolved")
        RESOLVED,
        /** A human there has confirmed the cancellation. */
        @JsonProperty("stopped")
        STOPPED
    }

    public PartnerAlert {
        require(name != null && name.matches("[a-z][a-z0-9-]{0,30}"), "name is not the name of a partner");
        require(state != null, "state is missing");
        requireCount(attempts, "attempts");
        requireTime(since, "since");
        require(since.equals(since.truncatedTo(ChronoUnit.MINUTES)), "since is not a whole minute");
        if (until != null) {
            requireTime(until, "until");
            require(DueTime.isCoarse(until), "until is finer than five minutes");
        }
        require(timingVisible == null || timingVisible, "timingVisible is neither true nor absent");
        require(byTelephone == null || byTelephone, "byTelephone is neither true nor absent");
        require(uncounted == null || uncounted, "uncounted is neither true nor absent");
    }

    /** Whether they have said that they are at it, and not since that they are not. */
    boolean isTakenOn() {
        return state == State.ACKNOWLEDGED || state == State.CLAIMED;
    }

    /**
     * The same with only its day, once that day is over. Until when they hold an alert that has not ended stays while it lies ahead: the desk
     * has to see when nobody is at it any more.
     */
    PartnerAlert faded(Instant now, boolean hasEnded) {
        Instant day = since.truncatedTo(ChronoUnit.DAYS);
        if (!day.isBefore(now.truncatedTo(ChronoUnit.DAYS))) {
            return this;
        }
        Instant ahead = until != null && until.isAfter(now) && !hasEnded ? until : null;
        return new PartnerAlert(name, state, attempts, day, ahead, timingVisible, byTelephone, uncounted);
    }

    /** Whether it has a time finer than a day. */
    boolean isTimed() {
        return until != null || !since.equals(since.truncatedTo(ChronoUnit.DAYS));
    }
}
