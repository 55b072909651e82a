package org.penah.notify.alert;

import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;

/**
 * The life of an alert: which state follows on what happens, which timer runs in it and what its source reads.
 *
 * <p>{@code docs/architecture.md} shows it as a table. {@link PartnerAlertLifecycle} is the same for one partner.
 */
final class AlertLifecycle {

    /** What an alert is for. */
    enum Kind {
        /** Somebody is in danger: partners are called until one answers. */
        DANGER,
        /** One partner practises: nobody else is called and no source is told. */
        DRILL,
        /** We test our own channel: nobody is told how it stands. */
        CANARY,
        /** We test the whole way from a source: only canary partners are called, and the synthetic source is told. */
        CANARY_TIP,
        /** A report of danger waits at the desk: our own staff are called until one answers, and nobody else is told. */
        STAFF
    }

    /** What happens to an alert. */
    enum Event {
        /** No partner has it any more, or none has it yet. This and the next four: how far the furthest partner is. */
        NOT_DELIVERED,
        DELIVERED,
        ACKNOWLEDGED,
        CLAIMED,
        RESOLVED,
        /** The clock is looked at: it is not late, and a partner can be reached. */
        IN_TIME,
        /** The clock is looked at: nobody has answered for too long. */
        LATE,
        /** The clock is looked at: no partner takes it before the desk has confirmed it. */
        NOBODY_TAKES_IT_YET,
        /** The clock is looked at: no partner can be reached. */
        NOBODY_REACHABLE,
        /** The desk confirms it. */
        CONFIRMED,
        /** The desk cancels it, or its source withdraws it. */
        CANCELLED,
        /** Its time is over: a drill ends, and what was set aside; anything else stays until a person ends it. */
        EXPIRED,
        /** The next round of a canary begins. */
        ROUND_BEGAN
    }

    /** What brings an alert up again if nothing else happens. */
    enum Timer {
        /** The clock that calls more and more partners, and ends in an alarm. */
        ESCALATION,
        /** The end of what a partner has taken on: a claim, or an acknowledgement. */
        TAKEN_ON,
        /** Only the alert's own end. */
        NONE
    }

    /** The state in which an alert begins. */
    static final AlertState FIRST = AlertState.OPEN;

    private AlertLifecycle() {}

    static AlertState next(AlertState state, Event event) {
        if (event == Event.ROUND_BEGAN) {
            return FIRST;
        }
        return switch (state) {
            case CANCELLED -> AlertState.CANCELLED;
            // Words of the desk and of the source are newer than the alert's end.
            case EXPIRED ->
                switch (event) {
                    case CONFIRMED -> AlertState.OPEN;
                    case CANCELLED -> AlertState.CANCELLED;
                    default -> AlertState.EXPIRED;
                };
            default -> nextOfOpen(state, event);
        };
    }

    private static AlertState nextOfOpen(AlertState state, Event event) {
        return switch (event) {
            case NOT_DELIVERED -> isAlarm(state) || isAwaiting(state) ? state : AlertState.OPEN;
            case DELIVERED -> isAlarm(state) || isAwaiting(state) ? state : AlertState.DELIVERED;
            case ACKNOWLEDGED -> AlertState.ACKNOWLEDGED;
            case CLAIMED -> AlertState.CLAIMED;
            case RESOLVED -> AlertState.RESOLVED;
            case IN_TIME -> isAlarm(state) || isAwaiting(state) ? AlertState.OPEN : state;
            case LATE -> isUnheld(state) ? AlertState.UNANSWERED : state;
            case NOBODY_TAKES_IT_YET -> isUnheld(state) ? AlertState.AWAITING_CONFIRMATION : state;
            case NOBODY_REACHABLE -> isUnheld(state) ? AlertState.UNREACHABLE : state;
            // The desk decides that it is not resolved.
            case CONFIRMED -> state == AlertState.RESOLVED || isAwaiting(state) ? AlertState.OPEN : state;
            case CANCELLED -> AlertState.CANCELLED;
            case EXPIRED -> AlertState.EXPIRED;
            case ROUND_BEGAN -> FIRST;
        };
    }

    /**
     * Whether it ends by its own time. What a partner calls resolved does not: that is one partner's word, and only the desk decides about it.
     *
     * @param isAside whether it came in a flood, or was set aside, and nobody has confirmed it
     */
    static boolean endsByItself(Kind kind, AlertState state, boolean isAside) {
        return !isEscalated(kind) || (isAside && isUnheld(state));
    }

    /** Whether the desk may set it aside as one of a flood: nobody has confirmed it, taken it on or ended it. */
    static boolean maySetAside(Basis basis, AlertState state) {
        return basis == Basis.SOURCE_ASSERTED && isUnheld(state);
    }

    /** Whether somebody had taken it on and let go of it: then it is none of a flood any more. */
    static boolean isLetGo(AlertState before, AlertState after) {
        return !isUnheld(before) && !isOver(before) && isUnheld(after);
    }

    /** Whether more and more are called while nobody answers. */
    private static boolean isEscalated(Kind kind) {
        return kind == Kind.DANGER || kind == Kind.STAFF;
    }

    static Timer timer(Kind kind, AlertState state) {
        if (isUnheld(state)) {
            return isEscalated(kind) ? Timer.ESCALATION : Timer.NONE;
        }
        return state == AlertState.CLAIMED || state == AlertState.ACKNOWLEDGED ? Timer.TAKEN_ON : Timer.NONE;
    }

    /**
     * What the source of an alert reads: that nobody answers; that somebody has; that it is open again, since
     * the partner that had answered gave it back, let it lapse or is lost; that it is cancelled.
     *
     * @param isHeld whether somebody at a partner has answered and not let go of it
     * @param told what it read before; null for nothing
     */
    static @Nullable AlertState sourceReads(AlertState state, boolean isHeld, @Nullable AlertState told) {
        if (state == AlertState.CANCELLED) {
            return AlertState.CANCELLED;
        }
        // What has expired has no clock: an answer that comes then would stand in the inbox for ever.
        boolean isTooLate = state == AlertState.EXPIRED && told != AlertState.ACKNOWLEDGED;
        if (isHeld && !isTooLate) {
            return AlertState.ACKNOWLEDGED;
        }
        if (told == AlertState.ACKNOWLEDGED) {
            return AlertState.OPEN;
        }
        boolean isInVain = isAlarm(state) || state == AlertState.EXPIRED;
        return told == null && isInVain ? AlertState.UNANSWERED : told;
    }

    /** Whether somebody at a partner holds an alert on which this has happened in this state. */
    static boolean isHeld(AlertState state, Event event) {
        return switch (event) {
            case NOT_DELIVERED, DELIVERED -> false;
            case ACKNOWLEDGED, CLAIMED, RESOLVED -> true;
            default -> !isUnheld(state) && !isOver(state);
        };
    }

    static boolean isOver(AlertState state) {
        return state == AlertState.CANCELLED || state == AlertState.EXPIRED;
    }

    private static boolean isAlarm(AlertState state) {
        return state == AlertState.UNANSWERED || state == AlertState.UNREACHABLE;
    }

    private static boolean isAwaiting(AlertState state) {
        return state == AlertState.AWAITING_CONFIRMATION;
    }

    /** Whether it waits for somebody to take it on. */
    static boolean isUnheld(AlertState state) {
        return state == AlertState.OPEN || state == AlertState.DELIVERED || isAwaiting(state) || isAlarm(state);
    }
}
