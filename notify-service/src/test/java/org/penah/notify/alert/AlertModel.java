package org.penah.notify.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;
import org.penah.notify.event.PartnerAlertState;

/**
 * One alert, of danger or for staff, two partners and two instances of the service: what is stored, what can happen, and what each instance makes
 * of it.
 *
 * <p>The first partner hears of what a source asserts; the second is of the next tier and hears of what the desk confirms. Somebody of
 * staff is there too, and hears of none of it. In the life of an alert for staff the first is of staff, and the second a partner.
 */
final class AlertModel {

    static final int SECONDS_A_TICK = 30;
    private static final int A_MINUTE = 60 / SECONDS_A_TICK;
    static final int A_QUARTER = 15 * A_MINUTE;
    private static final int AN_HOUR = 3600 / SECONDS_A_TICK;
    static final int NEVER = Integer.MIN_VALUE;
    /** After so long a silent partner cannot be relied upon. */
    static final int LOST = 5 * A_MINUTE;

    private AlertModel() {}

    /**
     * An alert as one partner has it, as it is stored; numbers only as far as they matter.
     *
     * @param end of a claim or an acknowledgement, in ticks from now
     */
    record Stored(
            PartnerAlertState state,
            int end,
            MessageType type,
            int seq,
            int deliveredSeq,
            int answeredSeq,
            int heard,
            boolean wasTried,
            boolean isDue,
            boolean byTelephone,
            int letGo) {

        PartnerAlertLifecycle.State standing() {
            return PartnerAlertLifecycle.State.of(state, end != NEVER, byTelephone);
        }
    }

    /** How a partner is, whatever it has of the alert. */
    enum Reach {
        TAKES_BEATS,
        SILENT,
        /** The desk has ended it, and nobody has taken the alert from it yet. */
        ENDED,
        STOOD_DOWN
    }

    /**
     * All that is known after some events. Times are ticks of half a minute from now.
     *
     * @param isForStaff whether the alert is for staff
     * @param tick the time within five minutes, to which some times are rounded
     * @param state null if there is no alert yet
     * @param told what its row says that its source reads
     * @param isOverdue whether its time has passed and nobody has ended it
     * @param isFlood whether it came in a flood, or was set aside
     * @param floodRevision 0 before the desk's first word about that
     * @param firstSilent since when the first partner is silent; no further back than matters
     * @param secondSilent the same of the second
     * @param lead0 by how much the first instance knows the clock better than the row
     * @param lead1 the same for the second
     * @param desk what the desk was told last
     * @param source what the source was told last
     */
    record World(
            boolean isForStaff,
            int tick,
            @Nullable AlertState state,
            @Nullable Basis basis,
            @Nullable AlertState told,
            int opened,
            int lookAt,
            int expires,
            boolean isOverdue,
            boolean isFlood,
            int floodRevision,
            @Nullable Stored first,
            @Nullable Stored second,
            Reach firstReach,
            Reach secondReach,
            int firstSilent,
            int secondSilent,
            boolean isWithdrawn,
            int lead0,
            int lead1,
            @Nullable Desk desk,
            @Nullable AlertState source) {

        /** It is half a minute past. */
        static final World EMPTY = empty(false);

        /** The same, where the alert will be for staff. */
        static final World EMPTY_FOR_STAFF = empty(true);

        private static World empty(boolean isForStaff) {
            return withoutAlert(isForStaff, 1, Reach.TAKES_BEATS, Reach.TAKES_BEATS, NEVER, NEVER, false, null, null);
        }

        /** One in which there is no alert yet. */
        static World withoutAlert(
                boolean isForStaff,
                int tick,
                Reach firstReach,
                Reach secondReach,
                int firstSilent,
                int secondSilent,
                boolean isWithdrawn,
                @Nullable Desk desk,
                @Nullable AlertState source) {
            return new World(
                    isForStaff,
                    tick,
                    null,
                    null,
                    null,
                    NEVER,
                    NEVER,
                    NEVER,
                    false,
                    false,
                    0,
                    null,
                    null,
                    firstReach,
                    secondReach,
                    firstSilent,
                    secondSilent,
                    isWithdrawn,
                    NEVER,
                    NEVER,
                    desk,
                    source);
        }

        List<Stored> partners() {
            return Stream.of(first, second).filter(stored -> stored != null).toList();
        }

        @Nullable
        Stored partner(int index) {
            return index == 0 ? first : second;
        }

        Reach reach(int index) {
            return index == 0 ? firstReach : secondReach;
        }

        /** Whether a partner cannot be relied upon for what it has taken on. */
        boolean isLost(int partner) {
            int since = partner == 0 ? firstSilent : secondSilent;
            return reach(partner) == Reach.SILENT && since <= -LOST && !isTelephoned(partner);
        }

        /** Whether somebody reached it by telephone, which its server's silence does not undo. */
        private boolean isTelephoned(int partner) {
            Stored stored = partner(partner);
            return stored != null && stored.standing() == PartnerAlertLifecycle.State.TELEPHONED;
        }

        boolean isOver() {
            return state != null && AlertLifecycle.isOver(state);
        }

        boolean isUnheld() {
            return state != null
                    && AlertLifecycle.timer(AlertLifecycle.Kind.DANGER, state) == AlertLifecycle.Timer.ESCALATION;
        }

        /** Whether it wakes nobody, as one of a flood that nobody has confirmed or taken on. */
        boolean isAside() {
            return isFlood && basis == Basis.SOURCE_ASSERTED && isUnheld();
        }

        /** Whether the timers find it by themselves. */
        boolean isDue() {
            boolean wasSetBack = opened != NEVER && opened > A_MINUTE;
            int longest = state != AlertState.ACKNOWLEDGED ? AN_HOUR : isForStaff ? A_QUARTER : 4 * AN_HOUR;
            wasSetBack |= lookAt != NEVER && lookAt > longest;
            boolean isLookedAt = lookAt != NEVER && lookAt <= 0;
            boolean isToEnd = !isOver() && (expires <= 0 || isLeft(0) || isLeft(1));
            boolean isLost = !isOver() && Math.min(lostIn(0), lostIn(1)) <= 0;
            return isLookedAt || wasSetBack || isToEnd || isLost;
        }

        /** In how many ticks a partner is lost that has taken it on; never if it is there, or has not. */
        int lostIn(int partner) {
            Stored stored = partner(partner);
            int since = partner == 0 ? firstSilent : secondSilent;
            boolean holds = stored != null && PartnerAlertLifecycle.holds(stored.standing());
            return holds && reach(partner) == Reach.SILENT && !isTelephoned(partner) ? since + LOST : Integer.MAX_VALUE;
        }

        private boolean isLeft(int partner) {
            return reach(partner) == Reach.ENDED && partner(partner) != null;
        }
    }

    /**
     * How an alert and its partners stand, as the desk was told.
     *
     * @param isPutBack whether its last word about a flood does not hold any more, or was that it is none
     */
    record Desk(
            AlertState state,
            boolean isOverdue,
            boolean isPutBack,
            @Nullable PartnerAlertState first,
            @Nullable PartnerAlertState second) {}

    /** Something that can happen. */
    record Event(String name, boolean canBeRepeated, Happening happening) {

        boolean isAboutFlood() {
            return ABOUT_FLOOD.contains(this);
        }

        /** What is so afterwards; null if it cannot happen. */
        @Nullable
        World after(World world) {
            LiveWorld live = new LiveWorld(world);
            return happening.in(live) ? live.stored() : null;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private interface Happening {
        boolean in(LiveWorld live);
    }

    static final Event LOOK = looks(1);
    static final Event CONFIRM =
            event("the desk confirms", true, live -> live.decide(1, AlertDecided.Decision.CONFIRMED));
    static final Event CANCEL =
            event("the desk cancels", true, live -> live.decide(0, AlertDecided.Decision.CANCELLED));

    static final Event CALL_OTHERS =
            event("the desk calls others", false, live -> live.decide(1, AlertDecided.Decision.CALL_OTHERS));

    /** A word about a flood that a later one has overtaken. */
    static final List<Event> OVERTAKEN = List.of(
            aboutFlood("the desk has set it aside before", AlertDecided.Decision.SET_ASIDE, 0),
            aboutFlood("the desk has put it back before", AlertDecided.Decision.PUT_BACK, 0));

    static final List<Event> ABOUT_FLOOD = Stream.concat(
                    Stream.of(
                            aboutFlood("the desk sets it aside", AlertDecided.Decision.SET_ASIDE, 1),
                            aboutFlood("the desk puts it back", AlertDecided.Decision.PUT_BACK, 1)),
                    OVERTAKEN.stream())
            .toList();

    static final Event OVER = event("it waits no more", true, live -> live.callStaff(1, true));

    /** The first partner has it, and says on the telephone that it sees to it. */
    static final Event TELEPHONE = telephone(0, PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE);

    static Event later(int ticks) {
        return event("time passes", false, live -> live.pass(ticks));
    }

    static Event claim(int partner) {
        return event("a claim", false, live -> live.answer(partner, 0, Answer.Action.CLAIM));
    }

    /** Those on which most depends. */
    static List<Event> fewEvents() {
        List<Event> events = new ArrayList<>();
        events.add(event("the source asserts", true, live -> live.assertBySource(0)));
        events.add(CONFIRM);
        events.add(CANCEL);
        events.add(CALL_OTHERS);
        events.add(event("the source withdraws", true, live -> live.withdraw(1)));
        events.add(looks(0));
        events.add(looks(1));
        events.add(restarts(0));
        events.add(event("the first partner is tried", false, live -> live.tries(0)));
        events.add(event("the first partner's server takes it", true, live -> live.delivered(0, false)));
        events.add(answer(0, Answer.Action.ACKNOWLEDGE));
        events.add(answer(0, Answer.Action.DECLINE));
        events.add(answer(0, Answer.Action.RESOLVE));
        events.add(TELEPHONE);
        events.add(event("the first partner is silent, or no more", false, live -> live.changeReach(0)));
        events.add(event("the second partner is tried", false, live -> live.tries(1)));
        events.add(answer(1, Answer.Action.CLAIM));
        events.add(answer(1, Answer.Action.RELEASE));
        events.add(event("the second partner is ended", false, live -> live.end(1)));
        Stream.of(Duration.ofMinutes(30), Duration.ofDays(1), Duration.ofMinutes(-30))
                .map(AlertModel::moves)
                .forEach(events::add);
        return events;
    }

    /** What one partner can do that takes it again and again and lets go of it. */
    static List<Event> letGoEvents() {
        List<Event> events = new ArrayList<>();
        events.add(event("the source asserts", true, live -> live.assertBySource(0)));
        events.add(CONFIRM);
        events.add(looks(0));
        events.add(event("a try", false, live -> live.tries(0)));
        events.add(answer(0, Answer.Action.CLAIM));
        events.add(answer(0, Answer.Action.RELEASE));
        events.add(answer(0, Answer.Action.NEED_INFO));
        events.add(answer(0, Answer.Action.RESOLVE));
        events.add(TELEPHONE);
        events.add(moves(Duration.ofMinutes(30)));
        return events;
    }

    /** What matters to an alert in a flood. */
    static List<Event> floodEvents() {
        List<Event> events = new ArrayList<>(ABOUT_FLOOD);
        events.add(event("the source asserts", true, live -> live.assertBySource(0)));
        events.add(event("the source asserts in a flood", true, live -> live.assertInFlood(0)));
        events.add(CONFIRM);
        events.add(CALL_OTHERS);
        events.add(event("the source withdraws", true, live -> live.withdraw(1)));
        events.add(looks(0));
        events.add(restarts(1));
        for (int index = 0; index < 2; index++) {
            int partner = index;
            events.add(event("a try of partner " + partner, false, live -> live.tries(partner)));
            events.add(event("a delivery of partner " + partner, true, live -> live.delivered(partner, false)));
            events.add(answer(partner, Answer.Action.CLAIM));
            events.add(answer(partner, Answer.Action.RELEASE));
        }
        events.add(answer(0, Answer.Action.RESOLVE));
        events.add(TELEPHONE);
        events.add(event("silence or its end", false, live -> live.changeReach(0)));
        events.add(event("the end", false, live -> live.end(0)));
        Stream.of(Duration.ofMinutes(30), Duration.ofDays(1), Duration.ofMinutes(-30))
                .map(AlertModel::moves)
                .forEach(events::add);
        return events;
    }

    /** All that can happen to an alert for staff. */
    static List<Event> staffEvents() {
        List<Event> events = new ArrayList<>();
        events.add(event("a report waits", true, live -> live.callStaff(0, false)));
        events.add(OVER);
        events.add(looks(0));
        events.add(looks(1));
        events.add(restarts(0));
        events.add(event("a try", false, live -> live.tries(0)));
        events.add(event("a delivery", true, live -> live.delivered(0, false)));
        events.add(event("a delivery of an older message", true, live -> live.delivered(0, true)));
        Stream.of(Answer.Action.values()).map(action -> answer(0, action)).forEach(events::add);
        events.add(event("silence or its end", false, live -> live.changeReach(0)));
        events.add(event("the end", false, live -> live.end(0)));
        Stream.of(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofDays(1), Duration.ofMinutes(-30))
                .map(AlertModel::moves)
                .forEach(events::add);
        return events;
    }

    /** Everything. */
    static List<Event> allEvents() {
        List<Event> events = new ArrayList<>();
        for (int instance = 0; instance < 2; instance++) {
            int at = instance;
            String where = " at instance " + instance;
            events.add(event("the source asserts" + where, true, live -> live.assertBySource(at)));
            events.add(
                    event("the desk confirms" + where, true, live -> live.decide(at, AlertDecided.Decision.CONFIRMED)));
            events.add(looks(at));
            events.add(restarts(at));
        }
        events.addAll(ABOUT_FLOOD);
        events.add(CANCEL);
        events.add(CALL_OTHERS);
        events.add(event("the source withdraws", true, live -> live.withdraw(1)));
        for (int index = 0; index < 2; index++) {
            int partner = index;
            String who = " of partner " + index;
            events.add(event("a try" + who, false, live -> live.tries(partner)));
            events.add(event("a delivery" + who, true, live -> live.delivered(partner, false)));
            events.add(event("a delivery of an older message" + who, true, live -> live.delivered(partner, true)));
            Stream.of(Answer.Action.values())
                    .map(action -> answer(partner, action))
                    .forEach(events::add);
            events.add(telephone(partner, PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE));
            events.add(telephone(partner, PartnerAlertLifecycle.Event.DECLINED_BY_TELEPHONE));
            events.add(event("a claim of an older message" + who, false, live -> live.answerOlder(partner)));
            events.add(event("an answer that was taken" + who, true, live -> live.replay(partner)));
            events.add(event("silence or its end" + who, false, live -> live.changeReach(partner)));
            events.add(event("the end" + who, false, live -> live.end(partner)));
        }
        Stream.of(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(1),
                        Duration.ofDays(1),
                        Duration.ofMinutes(-45))
                .map(AlertModel::moves)
                .forEach(events::add);
        return events;
    }

    /** @param later by how much its number is higher than that of the last one; with 0, the desk has said it at most then */
    private static Event aboutFlood(String name, AlertDecided.Decision decision, int later) {
        return event(name, true, live -> live.mark(decision, later));
    }

    private static Event looks(int instance) {
        return event("instance " + instance + " looks", true, live -> live.look(instance));
    }

    private static Event restarts(int instance) {
        return event("instance " + instance + " restarts", false, live -> live.restart(instance));
    }

    private static Event answer(int partner, Answer.Action action) {
        return event(action + " of partner " + partner, false, live -> live.answer(partner, partner, action));
    }

    private static Event telephone(int partner, PartnerAlertLifecycle.Event said) {
        return event(said + " of partner " + partner, true, live -> live.telephone(partner, said));
    }

    private static Event moves(Duration by) {
        return event("the time moves by " + by, false, live -> live.pass((int) by.toSeconds() / SECONDS_A_TICK));
    }

    private static Event event(String name, boolean canBeRepeated, Happening happening) {
        return new Event(name, canBeRepeated, happening);
    }
}
