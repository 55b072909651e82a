package org.penah.notify.alert;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.AlertModel.Desk;
import org.penah.notify.alert.AlertModel.Event;
import org.penah.notify.alert.AlertModel.Reach;
import org.penah.notify.alert.AlertModel.Stored;
import org.penah.notify.alert.AlertModel.World;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;
import org.penah.notify.event.PartnerAlertState;

/** What holds for an alert after any sequence of events. */
final class AlertPromises {

    private static final int MINUTE = 2;
    private static final int HALF_AN_HOUR = 30 * MINUTE;
    private static final int SLACK = 2 * MINUTE;
    // Twice as long, where the machine's clock was set back between one and the other.
    private static final int LONGEST_CLAIM = 2 * 60 * MINUTE;
    private static final int LONGEST_ACKNOWLEDGEMENT = 2 * 4 * 60 * MINUTE;

    private AlertPromises() {}

    /** What must be so in any state of things. */
    static void hold(World world) {
        if (world.state() == null) {
            return;
        }
        everybodyIsTold(world);
        nobodyIsLeftWithoutAnAlarm(world);
        if (world.isForStaff()) {
            staffHoldItForAQuarterOfAnHour(world);
        } else {
            nothingIsReadThatHasNotHappened(world);
        }
        cancelledIsSaidUntilItIsSeen(world);
        thereIsAWayOn(world);
    }

    /** What one event may do. */
    static void hold(World before, Event event, World after) {
        promise(
                before.state() != AlertState.CANCELLED || after.state() == AlertState.CANCELLED,
                "cancelled stays cancelled",
                before,
                event,
                after);
        promise(
                before.isWithdrawn() == false
                        || after.state() == null
                        || after.state() == before.state()
                        || after.state() == AlertState.CANCELLED,
                "what was withdrawn is not opened",
                before,
                event,
                after);
        boolean isAlarm = after.state() == AlertState.UNANSWERED
                || after.state() == AlertState.UNREACHABLE
                || after.state() == AlertState.EXPIRED;
        promise(
                after.source() == before.source() || after.source() != AlertState.UNANSWERED || isAlarm,
                "the source hears of an alarm that there is",
                before,
                event,
                after);
        promise(
                after.source() == before.source() || after.source() != AlertState.ACKNOWLEDGED || isHeld(after),
                "the source hears of an answer that there is",
                before,
                event,
                after);
        promise(
                before.state() == AlertState.EXPIRED
                        || after.state() != AlertState.EXPIRED
                        || after.partners().stream()
                                .noneMatch(
                                        partner -> partner.state() == PartnerAlertState.CLAIMED && partner.end() <= 0),
                "an alert ends with no claim that had ended before",
                before,
                event,
                after);
        promise(
                !before.isForStaff() || !isPassedOn(before.first()) || !holds(after.first()),
                "staff on duty hold a call once",
                before,
                event,
                after);
        promise(
                !isRefused(before.first()) || !isTelephoned(after.first()),
                "no telephone call takes the place of a refusal that they pressed",
                before,
                event,
                after);
        promise(
                !before.isUnheld() || after.isUnheld() || after.isOver() || isTakenByOneWhoMay(after),
                "who has let go of it three times does not stop its clock again",
                before,
                event,
                after);
        holdInAFlood(before, event, after);
        if (event.canBeRepeated()) {
            World repeated = Objects.requireNonNull(event.after(after));
            promise(repeated.equals(after), "what happens twice changes nothing", before, event, repeated);
        }
    }

    private static void holdInAFlood(World before, Event event, World after) {
        promise(
                before.isFlood()
                        || !after.isFlood()
                        || before.state() == null
                        || (before.basis() == Basis.SOURCE_ASSERTED && before.isUnheld()),
                "what somebody has confirmed, taken on or ended is not set aside",
                before,
                event,
                after);
        promise(
                !isHeld(before) || before.isOver() || !after.isAside(),
                "what somebody has taken on and let go of is not set aside any more",
                before,
                event,
                after);
        promise(
                before.isFlood() == after.isFlood()
                        || before.state() == null
                        || after.isOver()
                        || (isToldAnew(after.first()) && isToldAnew(after.second())),
                "who has it hears that it is set aside, and that it is not",
                before,
                event,
                after);
        if (event.isAboutFlood() && before.state() != null && !before.isWithdrawn()) {
            promise(
                    before.expires() <= 0 || isAsWithoutFlood(before, after),
                    "to set aside ends nothing, stops no clock and takes it from nobody",
                    before,
                    event,
                    after);
            promise(
                    !AlertModel.OVERTAKEN.contains(event) || after.isFlood() == before.isFlood(),
                    "a word that was overtaken changes nothing",
                    before,
                    event,
                    after);
        }
    }

    private static boolean isTakenByOneWhoMay(World world) {
        return world.partners().stream()
                .anyMatch(partner -> PartnerAlertLifecycle.isTaken(partner.standing())
                        && (partner.byTelephone() || partner.letGo() < PartnerAlert.MOST_LET_GO));
    }

    private static boolean isToldAnew(@Nullable Stored partner) {
        return partner == null || (partner.isDue() && partner.deliveredSeq() < partner.seq());
    }

    /** Whether one look at the clock finds the same in both, but for what a flood changes. */
    private static boolean isAsWithoutFlood(World one, World other) {
        World first = Objects.requireNonNull(AlertModel.LOOK.after(one));
        World second = Objects.requireNonNull(AlertModel.LOOK.after(other));
        return second.state() == first.state()
                && second.opened() == first.opened()
                && second.lookAt() == first.lookAt()
                && second.expires() == first.expires()
                && second.source() == first.source()
                && isAsBefore(first.first(), second.first())
                && isAsBefore(first.second(), second.second());
    }

    private static boolean isAsBefore(@Nullable Stored before, @Nullable Stored after) {
        return before == null
                ? after == null
                : after != null && after.standing() == before.standing() && after.end() == before.end();
    }

    private static boolean isRefused(@Nullable Stored partner) {
        return partner != null
                && (partner.standing() == PartnerAlertLifecycle.State.DECLINED
                        || partner.standing() == PartnerAlertLifecycle.State.RELEASED);
    }

    private static boolean isTelephoned(@Nullable Stored partner) {
        return partner != null && partner.byTelephone();
    }

    private static void everybodyIsTold(World world) {
        if (world.isForStaff()) {
            promise(world.told() == null && world.source() == null, "what staff do, no source reads", world);
            promise(world.desk() == null, "the desk hears of an answer of partners alone", world);
            promise(world.second() == null, "no partner hears of an alert for staff", world);
            return;
        }
        promise(world.told() == world.source(), "the source was told what it is to read", world);
        Desk desk = world.desk();
        promise(
                desk != null
                        && desk.state() == world.state()
                        && desk.isOverdue() == world.isOverdue()
                        && desk.isPutBack() == (!world.isFlood() && (world.floodRevision() > 0 || !world.isOver()))
                        && desk.first() == state(world.first())
                        && desk.second() == state(world.second()),
                "the desk was told how it stands",
                world);
    }

    private static @Nullable PartnerAlertState state(@Nullable Stored partner) {
        return partner == null ? null : partner.state();
    }

    private static void nobodyIsLeftWithoutAnAlarm(World world) {
        boolean isAlarm = world.state() == AlertState.UNANSWERED || world.state() == AlertState.UNREACHABLE;
        if (world.isUnheld()) {
            boolean runs = world.opened() != Integer.MIN_VALUE && (world.lookAt() != Integer.MIN_VALUE || isAlarm);
            promise(runs, "its clock runs, or it is an alarm", world);
        } else if (!world.isOver()) {
            promise(isHeld(world), "a human has it", world);
            promise(
                    world.state() == AlertState.RESOLVED || world.lookAt() != Integer.MIN_VALUE,
                    "what a partner has taken on has an end",
                    world);
        }
        promise(
                !(isAlarm || world.state() == AlertState.EXPIRED) || world.source() != null || world.isForStaff(),
                "the source of an alarm has heard something",
                world);
    }

    private static void staffHoldItForAQuarterOfAnHour(World world) {
        boolean isHeldForSoLong =
                world.state() == AlertState.ACKNOWLEDGED && (world.isDue() || world.lookAt() <= AlertModel.A_QUARTER);
        promise(
                world.isOver() || world.isUnheld() || isHeldForSoLong,
                "staff on duty are called, or somebody has it for 15 minutes at most",
                world);
    }

    private static void nothingIsReadThatHasNotHappened(World world) {
        boolean isAnswered = world.source() == AlertState.ACKNOWLEDGED;
        promise(!isAnswered || isHeld(world), "a source reads that somebody has answered while somebody has", world);
        promise(
                (world.source() == AlertState.CANCELLED) == (world.state() == AlertState.CANCELLED),
                "a source reads that it is cancelled when it is",
                world);
        promise(
                world.state() != AlertState.EXPIRED || !isAnswered,
                "nobody who reads that somebody has answered is left to it without a person",
                world);
        boolean isDelivered = world.partners().stream()
                .anyMatch(partner -> partner.deliveredSeq() > 0 || partner.answeredSeq() > 0 || partner.byTelephone());
        promise(world.state() != AlertState.DELIVERED || isDelivered, "delivered is delivered", world);
    }

    private static boolean isHeld(World world) {
        return world.partners().stream()
                .anyMatch(partner -> partner.standing().meaning.compareTo(AlertLifecycle.Event.ACKNOWLEDGED) >= 0);
    }

    private static void cancelledIsSaidUntilItIsSeen(World world) {
        for (int index = 0; index < 2; index++) {
            Stored partner = world.partner(index);
            if (partner != null && world.state() == AlertState.CANCELLED) {
                boolean isSaid = partner.type() == MessageType.CANCEL
                        && (partner.isDue() || (world.isForStaff() && partner.deliveredSeq() == partner.seq()));
                boolean isEnded = world.reach(index) == Reach.ENDED || world.reach(index) == Reach.STOOD_DOWN;
                promise(
                        partner.wasTried()
                                ? isSaid || partner.state() == PartnerAlertState.STOPPED || isEnded
                                : !partner.isDue(),
                        "who may have been told hears that it is over, and nobody else hears anything",
                        world);
            }
            promise(
                    partner == null
                            || partner.state() != PartnerAlertState.STOPPED
                            || world.state() == AlertState.CANCELLED,
                    "nobody stops what goes on",
                    world);
        }
    }

    /** Left alone it comes to an alarm and to its end, and until then it can be taken on, and cancelled. */
    private static void thereIsAWayOn(World world) {
        if (world.isOver()) {
            return;
        }
        Event cancel = world.isForStaff() ? AlertModel.OVER : AlertModel.CANCEL;
        promise(
                Objects.requireNonNull(cancel.after(world)).state() == AlertState.CANCELLED,
                "it can be cancelled",
                world);
        promise(
                world.isForStaff()
                        || world.state() != AlertState.RESOLVED
                        || Objects.requireNonNull(AlertModel.CONFIRM.after(world))
                                        .state()
                                != AlertState.RESOLVED,
                "the desk can go on with what a partner has resolved",
                world);
        World atTheEnd = leave(world, world.expires() + MINUTE);
        promise(
                atTheEnd.isOver() ? world.isAside() : atTheEnd.isOverdue(),
                "it ends by itself if it is set aside; otherwise it stays, also if a partner has resolved it, and the"
                        + " desk is asked",
                world);
        promise(!world.isAside() || atTheEnd.isOver(), "what is set aside ends by itself", world);
        promise(
                world.isForStaff()
                        || world.isWithdrawn()
                        || !Objects.requireNonNull(AlertModel.CONFIRM.after(atTheEnd))
                                .isOver(),
                "the desk can go on with what has ended by itself",
                world);
        everybodyIsTold(atTheEnd);
        promise(
                Objects.requireNonNull(cancel.after(atTheEnd)).state() == AlertState.CANCELLED,
                "it can be cancelled after its time, too",
                atTheEnd);
        if (isHeldForATime(world) && !world.isForStaff()) {
            promise(
                    Objects.requireNonNull(AlertModel.CALL_OTHERS.after(world)).isUnheld(),
                    "the desk can call others",
                    world);
        }
        for (int index = 0; index < 2; index++) {
            World claimed = AlertModel.claim(index).after(world);
            promise(
                    claimed == null
                            || (!claimed.isUnheld() && !claimed.isOver())
                            || (world.isForStaff() && isPassedOn(world.partner(index)))
                            || Objects.requireNonNull(world.partner(index)).letGo() >= PartnerAlert.MOST_LET_GO,
                    "who was told can take it on until they have let go of it three times, staff on duty once",
                    world);
        }
        boolean hasTime = world.expires() > HALF_AN_HOUR + SLACK;
        if (world.isUnheld() && hasTime) {
            World left = leave(world, HALF_AN_HOUR + SLACK);
            promise(
                    left.state() == AlertState.UNANSWERED || left.state() == AlertState.UNREACHABLE,
                    "half an hour without an answer is an alarm",
                    world);
            everybodyIsTold(left);
            nobodyIsLeftWithoutAnAlarm(left);
        }
        if (isHeldForATime(world)) {
            int longest = world.state() == AlertState.CLAIMED ? LONGEST_CLAIM : LONGEST_ACKNOWLEDGEMENT;
            World left = leave(world, SLACK + (world.isForStaff() ? AlertModel.A_QUARTER : longest));
            promise(left.state() != world.state(), "what is not renewed ends", world);
            everybodyIsTold(left);
            World soon = leave(world, 5 * MINUTE + 1);
            promise(
                    !(soon.isLost(0) && holds(soon.first())) && !(soon.isLost(1) && holds(soon.second())),
                    "who is lost holds nothing",
                    world);
        }
    }

    private static boolean isHeldForATime(World world) {
        return world.state() == AlertState.ACKNOWLEDGED || world.state() == AlertState.CLAIMED;
    }

    private static boolean holds(@Nullable Stored partner) {
        return partner != null && PartnerAlertLifecycle.holds(partner.standing());
    }

    private static boolean isPassedOn(@Nullable Stored partner) {
        return partner != null && PartnerAlertLifecycle.isPassedOn(partner.standing());
    }

    /** Lets time pass, in which nothing happens but what the timers find. */
    private static World leave(World world, int ticks) {
        World left = world;
        int rest = ticks;
        while (true) {
            if (left.isDue()) {
                World looked = Objects.requireNonNull(AlertModel.LOOK.after(left));
                promise(!looked.isDue(), "a look is enough", left);
                left = looked;
            } else if (rest <= 0) {
                return left;
            }
            int next = left.lookAt() == Integer.MIN_VALUE ? rest : Math.min(rest, left.lookAt());
            next = left.isOver() || left.expires() <= 0 ? next : Math.min(next, left.expires());
            next = left.isOver() ? next : Math.min(next, Math.min(left.lostIn(0), left.lostIn(1)));
            next = Math.max(next, rest > 0 ? 1 : 0);
            left = Objects.requireNonNull(AlertModel.later(next).after(left));
            rest -= next;
        }
    }

    private static void promise(boolean holds, String what, World world) {
        if (!holds) {
            throw new AssertionError("not so: " + what + ": " + world);
        }
    }

    private static void promise(boolean holds, String what, World before, Event event, World after) {
        if (!holds) {
            throw new AssertionError("not so: " + what + ": " + event + " makes of\n" + before + "\n" + after);
        }
    }
}
