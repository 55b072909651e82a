package org.penah.notify.alert;

import org.penah.notify.event.PartnerAlertState;

/**
 * The life of an alert with one partner: which state follows on what happens there, how long a message is repeated, and
 * what it means for the alert.
 */
final class PartnerAlertLifecycle {

    /** How an alert stands with one partner. */
    enum State {
        PENDING(PartnerAlertState.PENDING, AlertLifecycle.Event.NOT_DELIVERED),
        DELIVERED(PartnerAlertState.DELIVERED, AlertLifecycle.Event.DELIVERED),
        NEEDS_INFO(PartnerAlertState.NEEDS_INFO, AlertLifecycle.Event.NOT_DELIVERED),
        ACKNOWLEDGED(PartnerAlertState.ACKNOWLEDGED, AlertLifecycle.Event.ACKNOWLEDGED),
        /** Somebody of the desk reached them by telephone, and they see to it; on their own page nobody has answered yet. */
        TELEPHONED(PartnerAlertState.ACKNOWLEDGED, AlertLifecycle.Event.ACKNOWLEDGED),
        CLAIMED(PartnerAlertState.CLAIMED, AlertLifecycle.Event.CLAIMED),
        /** What they took on and did not renew, or cannot be relied upon for: they are reminded and others are called. */
        LAPSED(PartnerAlertState.DELIVERED, AlertLifecycle.Event.DELIVERED),
        DECLINED(PartnerAlertState.DECLINED, AlertLifecycle.Event.NOT_DELIVERED),
        /** They cannot, as they told somebody of the desk. */
        DECLINED_BY_TELEPHONE(PartnerAlertState.DECLINED, AlertLifecycle.Event.NOT_DELIVERED),
        RELEASED(PartnerAlertState.RELEASED, AlertLifecycle.Event.NOT_DELIVERED),
        RESOLVED(PartnerAlertState.RESOLVED, AlertLifecycle.Event.RESOLVED),
        /** The alert was cancelled, and a human there has confirmed that. */
        STOPPED(PartnerAlertState.STOPPED, AlertLifecycle.Event.NOT_DELIVERED);

        /** What the desk is told. */
        final PartnerAlertState told;

        /** What it means for the alert, if no partner is further. */
        final AlertLifecycle.Event meaning;

        State(PartnerAlertState told, AlertLifecycle.Event meaning) {
            this.told = told;
            this.meaning = meaning;
        }

        /** The state as it is stored; its end stays behind a claim or acknowledgement that has lapsed. */
        static State of(PartnerAlertState stored, boolean hasEnd, boolean byTelephone) {
            return switch (stored) {
                case ACKNOWLEDGED -> byTelephone ? TELEPHONED : ACKNOWLEDGED;
                case DECLINED -> byTelephone ? DECLINED_BY_TELEPHONE : DECLINED;
                case DELIVERED -> hasEnd ? LAPSED : DELIVERED;
                default -> valueOf(stored.name());
            };
        }
    }

    /** What happens with one partner. */
    enum Event {
        /** Their server takes the latest message. */
        DELIVERED,
        /** Somebody there answers; this and the next five. */
        ACKNOWLEDGED,
        NEEDS_INFO,
        CLAIMED,
        DECLINED,
        RELEASED,
        RESOLVED,
        /** Somebody of staff on duty answers, and does not hand it back: they hold it, once. */
        LOOKED_AFTER,
        /** They say on the telephone that they see to it. */
        ANSWERED_BY_TELEPHONE,
        /** They say on the telephone that they cannot. */
        DECLINED_BY_TELEPHONE,
        /** Somebody there confirms that the alert is cancelled. */
        CANCELLATION_ACKNOWLEDGED,
        /** Their claim or acknowledgement ends and was not renewed. */
        TIME_ENDED,
        /** They have been silent for minutes, or said that nobody is there any more. */
        HOLDER_LOST,
        /** The desk calls others. */
        OTHERS_CALLED,
        /** The desk ends the partner. */
        PARTNER_ENDED,
        /** The desk confirms an alert that was resolved. */
        REOPENED,
        /** The next round of a canary begins. */
        ROUND_BEGAN
    }

    /** How long a message is repeated. */
    enum Repeat {
        UNTIL_ANSWERED,
        /** A human there has said what they do: an update must arrive and needs no second answer. */
        UNTIL_DELIVERED
    }

    private PartnerAlertLifecycle() {}

    static State next(State state, Event event) {
        return switch (event) {
            case DELIVERED -> state == State.PENDING ? State.DELIVERED : state;
            case ACKNOWLEDGED -> answered(state, State.ACKNOWLEDGED);
            case NEEDS_INFO -> answered(state, State.NEEDS_INFO);
            case CLAIMED -> answered(state, State.CLAIMED);
            case DECLINED -> answered(state, State.DECLINED);
            case RELEASED -> answered(state, State.RELEASED);
            case RESOLVED -> answered(state, State.RESOLVED);
            case LOOKED_AFTER -> isPassedOn(state) ? state : answered(state, State.ACKNOWLEDGED);
            // What they pressed themselves counts more, and may be newer than the call: a refusal calls others.
            case ANSWERED_BY_TELEPHONE -> holds(state) || isDoneWith(state) ? state : answered(state, State.TELEPHONED);
            case DECLINED_BY_TELEPHONE -> isDoneWith(state) ? state : answered(state, State.DECLINED_BY_TELEPHONE);
            case CANCELLATION_ACKNOWLEDGED -> State.STOPPED;
            // Whom a telephone reaches is there, whatever their server does.
            case HOLDER_LOST -> holds(state) && state != State.TELEPHONED ? State.LAPSED : state;
            case TIME_ENDED, OTHERS_CALLED -> holds(state) ? State.LAPSED : state;
            case PARTNER_ENDED -> answered(state, State.RELEASED);
            case REOPENED -> state == State.RESOLVED ? State.DELIVERED : state;
            case ROUND_BEGAN -> State.PENDING;
        };
    }

    private static State answered(State state, State said) {
        return state == State.STOPPED ? State.STOPPED : said;
    }

    /** What follows from an answer of staff on duty, who can only look after a report or hand it back. */
    static Event ofStaff(Event answer) {
        return answer == Event.DECLINED || answer == Event.RELEASED ? answer : Event.LOOKED_AFTER;
    }

    /** Whether they pressed that it is resolved, or that they do nothing: no telephone call takes the place of that. */
    private static boolean isDoneWith(State state) {
        return state == State.RESOLVED || state == State.DECLINED || state == State.RELEASED;
    }

    /** Whether the desk wrote it down, and nobody there pressed anything. */
    static boolean isByTelephone(State state) {
        return state == State.TELEPHONED || state == State.DECLINED_BY_TELEPHONE;
    }

    /** How long the latest message is repeated. */
    static Repeat repeat(State state, MessageType message) {
        // That it is over must be seen too, whatever was seen before.
        if (message == MessageType.CANCEL) {
            return Repeat.UNTIL_ANSWERED;
        }
        return switch (state) {
            case PENDING, DELIVERED, NEEDS_INFO, TELEPHONED, LAPSED, STOPPED -> Repeat.UNTIL_ANSWERED;
            case ACKNOWLEDGED, CLAIMED, DECLINED, DECLINED_BY_TELEPHONE, RELEASED, RESOLVED -> Repeat.UNTIL_DELIVERED;
        };
    }

    /** Whether somebody there keeps the alert, for a time. */
    static boolean holds(State state) {
        return state == State.ACKNOWLEDGED || state == State.TELEPHONED || state == State.CLAIMED;
    }

    /** Whether it stops the alert's clock that somebody there has it, or says that it is resolved. */
    static boolean isTaken(State state) {
        return state.meaning.compareTo(AlertLifecycle.Event.ACKNOWLEDGED) >= 0;
    }

    /** Whether somebody there takes it by this answer. */
    static boolean takes(Event answer) {
        return answer == Event.ACKNOWLEDGED || answer == Event.CLAIMED || answer == Event.RESOLVED;
    }

    /** Whether the partner said that it does nothing. */
    static boolean isTurnedDown(State state) {
        return state == State.DECLINED || state == State.DECLINED_BY_TELEPHONE || state == State.RELEASED;
    }

    /** Whether others must be called because this partner let go of it. */
    static boolean isPassedOn(State state) {
        return isTurnedDown(state) || state == State.LAPSED;
    }
}
