package org.penah.notify.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;
import org.penah.notify.event.Consents;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Coverage;

/**
 * One alert, of danger or for staff, two partners and two instances of the service: what is stored, what can happen, and what each instance makes
 * of it.
 *
 * <p>The first partner hears of what a source asserts; the second is of the next tier and hears of what the desk confirms. Somebody of
 * staff is there too, and hears of none of it. In the life of an alert for staff the first is of staff, and the second a partner.
 */
final class AlertModel {

    private static final UUID ALERT = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final List<UUID> PARTNERS = List.of(
            UUID.fromString("00000000-0000-4000-8000-00000000000a"),
            UUID.fromString("00000000-0000-4000-8000-00000000000b"));
    private static final UUID STAFF = UUID.fromString("00000000-0000-4000-8000-00000000000c");
    private static final Coverage ANYWHERE = new Coverage(Set.of("en"), Set.of(), null);
    private static final Threat THREAT = new Threat(Threat.Who.ME, Threat.When.HOURS, null);
    private static final Instant DUE = Instant.parse("2026-11-24T10:15:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");
    private static final int SECONDS_A_TICK = 30;
    private static final int A_MINUTE = 60 / SECONDS_A_TICK;
    static final int A_QUARTER = 15 * A_MINUTE;
    private static final int AN_HOUR = 3600 / SECONDS_A_TICK;
    private static final int TICKS_A_ROUND = 10;
    private static final int NEVER = Integer.MIN_VALUE;
    /** After so long a silent partner cannot be relied upon. */
    private static final int LOST = 5 * A_MINUTE;

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
            boolean byTelephone) {

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
            return new World(
                    isForStaff,
                    1,
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
                    Reach.TAKES_BEATS,
                    Reach.TAKES_BEATS,
                    NEVER,
                    NEVER,
                    false,
                    NEVER,
                    NEVER,
                    null,
                    null);
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
            Live live = new Live(world);
            return happening.in(live) ? live.stored() : null;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private interface Happening {
        boolean in(Live live);
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

    /** A world in which something happens: rows are read, changed as {@link Alerts} does it, and stored again. */
    private static final class Live {

        private final World before;
        private final Instant base;
        private final Instant then;
        private Instant now;
        private @Nullable Alert alert;
        private List<PartnerAlert> partnerAlerts = new ArrayList<>();
        private final Reach[] reach;
        private final @Nullable Instant[] silentSince;
        private boolean isWithdrawn;
        private final FineClocks[] instances = {new FineClocks(), new FineClocks()};
        private @Nullable Desk desk;
        private @Nullable AlertState source;

        Live(World world) {
            before = world;
            base = MIDNIGHT;
            then = base.plusSeconds((long) world.tick * SECONDS_A_TICK);
            now = then;
            reach = new Reach[] {world.firstReach, world.secondReach};
            silentSince = new Instant[] {time(world.firstSilent), time(world.secondSilent)};
            isWithdrawn = world.isWithdrawn;
            desk = world.desk;
            source = world.source;
            if (world.state != null) {
                alert = read(world);
                for (int index = 0; index < 2; index++) {
                    Stored stored = world.partner(index);
                    if (stored != null) {
                        partnerAlerts.add(read(stored, PARTNERS.get(index)));
                    }
                }
                remember(0, world.lead0);
                remember(1, world.lead1);
            }
        }

        private Alert read(World world) {
            Alert read = new Alert();
            read.id = ALERT;
            read.state = world.state;
            read.basis = world.basis;
            read.told = world.told;
            read.threatWho = THREAT.who();
            read.threatWhen = THREAT.when();
            read.languages = "en";
            read.acknowledgeBy = DUE;
            read.opened = time(world.opened);
            read.lookAt = time(world.lookAt);
            read.expires = time(world.expires);
            read.overdue = world.isOverdue;
            read.flood = world.isFlood;
            read.floodRevision = world.floodRevision;
            read.staff = world.isForStaff;
            return read;
        }

        private PartnerAlert read(Stored stored, UUID partner) {
            PartnerAlert read = new PartnerAlert();
            read.id = partner;
            read.alertId = ALERT;
            read.partnerId = partner;
            read.state = stored.state;
            read.since = then;
            read.sent = then;
            read.heldUntil = time(stored.end);
            read.messageType = stored.type;
            read.seq = stored.seq;
            read.deliveredSeq = stored.deliveredSeq;
            read.answeredSeq = stored.answeredSeq;
            read.heard = stored.heard;
            read.attempts = stored.wasTried ? 1 : 0;
            read.nextTry = stored.isDue ? then : null;
            read.byTelephone = stored.byTelephone;
            return read;
        }

        private void remember(int instance, int lead) {
            if (lead > 0 && alert != null && alert.opened != null) {
                Alert begun = new Alert();
                begun.id = ALERT;
                begun.opened = alert.opened;
                begun.begun = alert.opened.minusSeconds((long) lead * SECONDS_A_TICK);
                instances[instance].now(begun, then);
            }
        }

        private @Nullable Instant time(int ticks) {
            return ticks == NEVER ? null : then.plusSeconds((long) ticks * SECONDS_A_TICK);
        }

        private int ticks(@Nullable Instant time) {
            return time == null
                    ? NEVER
                    : Math.toIntExact(Duration.between(now, time).toSeconds() / SECONDS_A_TICK);
        }

        World stored() {
            int tick = Math.floorMod((int) Duration.between(base, now).toSeconds() / SECONDS_A_TICK, TICKS_A_ROUND);
            if (alert == null) {
                return new World(
                        before.isForStaff,
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
                        reach[0],
                        reach[1],
                        silence(0),
                        silence(1),
                        isWithdrawn,
                        NEVER,
                        NEVER,
                        desk,
                        source);
            }
            return new World(
                    before.isForStaff,
                    tick,
                    alert.state,
                    alert.basis,
                    alert.told,
                    ticks(alert.opened),
                    ticks(alert.lookAt),
                    ticks(alert.expires),
                    alert.overdue,
                    alert.flood,
                    Math.min(alert.floodRevision, 1),
                    stored(0),
                    stored(1),
                    reach[0],
                    reach[1],
                    silence(0),
                    silence(1),
                    isWithdrawn,
                    lead(0),
                    lead(1),
                    desk,
                    source);
        }

        /** Since when a partner is silent; no further back than matters. */
        private int silence(int partner) {
            return Math.max(ticks(silentSince[partner]), silentSince[partner] == null ? NEVER : -LOST);
        }

        private @Nullable Stored stored(int partner) {
            PartnerAlert partnerAlert = partnerAlert(partner);
            if (partnerAlert == null) {
                return null;
            }
            int seq = Math.min(partnerAlert.seq, 2);
            return new Stored(
                    partnerAlert.state,
                    ticks(partnerAlert.heldUntil),
                    partnerAlert.messageType,
                    seq,
                    number(partnerAlert.deliveredSeq, partnerAlert.seq, seq),
                    number(partnerAlert.answeredSeq, partnerAlert.seq, seq),
                    Math.min(partnerAlert.heard, 1),
                    partnerAlert.attempts > 0,
                    partnerAlert.nextTry != null,
                    partnerAlert.byTelephone);
        }

        /** The latest, an older one or none. */
        private static int number(int number, int latest, int seq) {
            return number == latest ? seq : number == 0 ? 0 : 1;
        }

        private int lead(int instance) {
            if (alert == null || alert.opened == null) {
                return NEVER;
            }
            Alert asked = new Alert();
            asked.id = ALERT;
            asked.opened = alert.opened;
            return Math.toIntExact(
                    Duration.between(now, instances[instance].now(asked, now)).toSeconds() / SECONDS_A_TICK);
        }

        private @Nullable PartnerAlert partnerAlert(int partner) {
            for (PartnerAlert partnerAlert : partnerAlerts) {
                if (partnerAlert.partnerId.equals(PARTNERS.get(partner))) {
                    return partnerAlert;
                }
            }
            return null;
        }

        private boolean isEnded(int partner) {
            return reach[partner] == Reach.ENDED || reach[partner] == Reach.STOOD_DOWN;
        }

        boolean assertBySource(int instance) {
            return assertBySource(instance, null);
        }

        boolean assertInFlood(int instance) {
            return assertBySource(instance, true);
        }

        private boolean assertBySource(int instance, @Nullable Boolean flood) {
            if (alert == null) {
                AlertAsserted asserted =
                        new AlertAsserted(ALERT, THREAT, new Consents(true), List.of("en"), DUE, flood, null, null);
                begin(instance, Alert.of(asserted, allowed(), now), isWithdrawn);
            }
            return true;
        }

        boolean decide(int instance, AlertDecided.Decision decision) {
            return decide(instance, decision, null);
        }

        boolean mark(AlertDecided.Decision decision, int later) {
            int revision = (alert == null ? 0 : alert.floodRevision) + later;
            return revision > 0 && decide(1, decision, revision);
        }

        private boolean decide(int instance, AlertDecided.Decision decision, @Nullable Integer revision) {
            AlertDecided decided = new AlertDecided(
                    ALERT, decision, THREAT, new Consents(true), List.of("en"), DUE, null, null, revision);
            boolean cancels = decision == AlertDecided.Decision.CANCELLED || isWithdrawn;
            if (alert == null) {
                Alert begun = decision.isAboutFlood()
                        ? Alert.asserted(decided, allowed(), now)
                        : Alert.of(decided, allowed(), now);
                begin(instance, begun, cancels);
                return true;
            }
            TrackedAlert tracked = TrackedAlert.of(alert, partnerAlerts);
            if (cancels) {
                tracked.cancel(now);
            } else if (decision == AlertDecided.Decision.CALL_OTHERS) {
                tracked.callOthers(now);
            } else if (decision.isAboutFlood()) {
                tracked.mark(decided, now);
            } else {
                tracked.confirm(decided, allowed(), now);
            }
            return keepNews(instance, tracked);
        }

        boolean callStaff(int instance, boolean over) {
            if (alert == null) {
                begin(instance, Alert.staff(ALERT, now), over);
                return true;
            }
            TrackedAlert tracked = TrackedAlert.of(alert, partnerAlerts);
            if (over) {
                tracked.cancel(now);
            }
            return keepNews(instance, tracked);
        }

        private AlertConsent allowed() {
            return new AlertConsent(!isWithdrawn, false);
        }

        private void begin(int instance, Alert begun, boolean cancels) {
            alert = begun;
            TrackedAlert tracked = TrackedAlert.opened(begun);
            if (cancels) {
                tracked.cancel(now);
            }
            keep(instance, tracked);
        }

        boolean withdraw(int instance) {
            isWithdrawn = true;
            if (alert == null) {
                return true;
            }
            TrackedAlert tracked = TrackedAlert.of(alert, partnerAlerts);
            tracked.withdraw(allowed(), now);
            return keepNews(instance, tracked);
        }

        boolean look(int instance) {
            if (alert == null) {
                return false;
            }
            for (int partner = 0; partner < 2; partner++) {
                if (reach[partner] == Reach.ENDED) {
                    reach[partner] = Reach.STOOD_DOWN;
                    if (partnerAlert(partner) != null) {
                        TrackedAlert left = TrackedAlert.of(alert, partnerAlerts);
                        left.standDown(PARTNERS.get(partner), now).ifPresent(theirs -> keep(instance, left));
                    }
                }
            }
            TrackedAlert tracked = TrackedAlert.of(alert, partnerAlerts);
            tracked.look(lost(tracked), now);
            keep(instance, tracked);
            return true;
        }

        private Map<UUID, Instant> lost(TrackedAlert tracked) {
            return tracked.isHeld()
                    ? candidates().stream()
                            .filter(candidate -> candidate.lostFrom() != null)
                            .collect(Collectors.toMap(Candidate::id, Candidate::lostFrom))
                    : Map.of();
        }

        boolean restart(int instance) {
            instances[instance] = new FineClocks();
            // LateOffers
            if (alert == null || !before.isUnheld() || !alert.expires.isAfter(now)) {
                return alert != null;
            }
            TrackedAlert tracked = TrackedAlert.of(alert, partnerAlerts);
            tracked.look(lost(tracked), now);
            keep(instance, tracked);
            return true;
        }

        boolean tries(int partner) {
            PartnerAlert partnerAlert = partnerAlert(partner);
            if (partnerAlert == null || partnerAlert.nextTry == null || isEnded(partner)) {
                return false;
            }
            partnerAlert.attempts++;
            return true;
        }

        boolean delivered(int partner, boolean older) {
            PartnerAlert partnerAlert = partnerAlert(partner);
            if (alert == null
                    || partnerAlert == null
                    || partnerAlert.attempts == 0
                    || (older && partnerAlert.seq == 1)) {
                return false;
            }
            TrackedAlert tracked = TrackedAlert.of(alert, partnerAlerts);
            tracked.delivered(partnerAlert.id, older ? 1 : partnerAlert.seq, now.plusSeconds(60), now);
            publish(tracked);
            return true;
        }

        boolean answer(int partner, int instance, Answer.Action action) {
            PartnerAlert partnerAlert = partnerAlert(partner);
            return partnerAlert != null
                    && answer(
                            partner,
                            instance,
                            new Answer(partnerAlert.id, partnerAlert.seq, action, partnerAlert.heard + 1));
        }

        /** Whether or not a message ever left. */
        boolean telephone(int partner, PartnerAlertLifecycle.Event said) {
            if (alert == null || partnerAlert(partner) == null || isEnded(partner)) {
                return false;
            }
            TrackedAlert tracked = TrackedAlert.of(alert, partnerAlerts);
            Instant until = TimeRounding.fiveMinutes(now).plus(PartnerAlert.ACKNOWLEDGEMENT_HOLDS);
            tracked.telephoned(PARTNERS.get(partner), said, until, now);
            return keepNews(partner, tracked);
        }

        boolean answerOlder(int partner) {
            PartnerAlert partnerAlert = partnerAlert(partner);
            return partnerAlert != null
                    && partnerAlert.seq > 1
                    && answer(
                            partner,
                            partner,
                            new Answer(partnerAlert.id, 1, Answer.Action.CLAIM, partnerAlert.heard + 1));
        }

        boolean replay(int partner) {
            PartnerAlert partnerAlert = partnerAlert(partner);
            return partnerAlert != null
                    && partnerAlert.heard > 0
                    && answer(partner, 1, new Answer(partnerAlert.id, 1, Answer.Action.CLAIM, partnerAlert.heard));
        }

        private boolean answer(int partner, int instance, Answer answer) {
            PartnerAlert partnerAlert = partnerAlert(partner);
            // A partner cannot answer a message that never left, and an ended partner is ignored.
            if (alert == null || partnerAlert == null || partnerAlert.attempts == 0 || isEnded(partner)) {
                return false;
            }
            TrackedAlert tracked = TrackedAlert.of(alert, partnerAlerts);
            tracked.answer(answer, now);
            return keepNews(instance, tracked);
        }

        boolean changeReach(int partner) {
            if (isEnded(partner)) {
                return false;
            }
            boolean isBack = reach[partner] == Reach.SILENT;
            reach[partner] = isBack ? Reach.TAKES_BEATS : Reach.SILENT;
            silentSince[partner] = isBack ? null : now.truncatedTo(ChronoUnit.MINUTES);
            lookAgain();
            return true;
        }

        boolean end(int partner) {
            if (isEnded(partner)) {
                return false;
            }
            reach[partner] = partnerAlert(partner) == null ? Reach.STOOD_DOWN : Reach.ENDED;
            return true;
        }

        /** As {@link Alerts#lookAgain} does it. */
        private void lookAgain() {
            if (alert != null && alert.opened != null && alert.expires.isAfter(now)) {
                alert.lookAt = alert.opened.isBefore(now) ? alert.opened : now;
            }
        }

        boolean pass(int ticks) {
            now = now.plusSeconds((long) ticks * SECONDS_A_TICK);
            return true;
        }

        private boolean keepNews(int instance, TrackedAlert tracked) {
            if (tracked.isNews()) {
                keep(instance, tracked);
            }
            return true;
        }

        private void keep(int instance, TrackedAlert tracked) {
            if (tracked.isCalling()) {
                tracked.call(candidates(), instances[instance], now);
            }
            instances[instance].now(tracked.alert(), now);
            if (tracked.isNews()) {
                publish(tracked);
            }
            partnerAlerts = new ArrayList<>(tracked.partnerAlerts());
        }

        private List<Candidate> candidates() {
            Stream<Candidate> others = before.isForStaff
                    ? Stream.empty()
                    : Stream.of(new Candidate(STAFF, "staff", true, 1, false, false, null, true, ANYWHERE));
            Stream<Candidate> both = Stream.of(0, 1)
                    .filter(Predicate.not(this::isEnded))
                    .map(partner -> new Candidate(
                            PARTNERS.get(partner),
                            "partner-" + partner,
                            partner == 0,
                            partner + 1,
                            reach[partner] == Reach.SILENT,
                            false,
                            silentSince[partner] == null
                                    ? null
                                    : silentSince[partner].plusSeconds((long) LOST * SECONDS_A_TICK),
                            before.isForStaff && partner == 0,
                            ANYWHERE));
            return Stream.concat(others, both).toList();
        }

        private void publish(TrackedAlert tracked) {
            partnerAlerts = new ArrayList<>(tracked.partnerAlerts());
            if (partnerAlerts.stream().anyMatch(partnerAlert -> partnerAlert.partnerId.equals(STAFF))) {
                throw new AssertionError("staff hear of an alert to partners: " + before);
            }
            if (before.isForStaff) {
                return;
            }
            boolean isPutBack = !tracked.alert().flood && tracked.alert().floodRevision > 0;
            desk = new Desk(tracked.alert().state, tracked.alert().overdue, isPutBack, state(0), state(1));
            if (tracked.isNewsForSource()) {
                source = tracked.alert().told;
            }
        }

        private @Nullable PartnerAlertState state(int partner) {
            PartnerAlert partnerAlert = partnerAlert(partner);
            return partnerAlert == null ? null : partnerAlert.state;
        }
    }
}
