package org.penah.notify.alert;

import static org.penah.notify.alert.AlertModel.LOST;
import static org.penah.notify.alert.AlertModel.NEVER;
import static org.penah.notify.alert.AlertModel.SECONDS_A_TICK;

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
import org.penah.notify.alert.AlertModel.Desk;
import org.penah.notify.alert.AlertModel.Reach;
import org.penah.notify.alert.AlertModel.Stored;
import org.penah.notify.alert.AlertModel.World;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Consents;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Coverage;

/** A world in which something happens: rows are read, changed as {@link Alerts} does it, and stored again. */
final class LiveWorld {

    private static final UUID ALERT = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final List<UUID> PARTNERS = List.of(
            UUID.fromString("00000000-0000-4000-8000-00000000000a"),
            UUID.fromString("00000000-0000-4000-8000-00000000000b"));
    private static final UUID STAFF = UUID.fromString("00000000-0000-4000-8000-00000000000c");
    private static final Coverage ANYWHERE = new Coverage(Set.of("en"), Set.of(), null);
    private static final Threat THREAT = new Threat(Threat.Who.ME, Threat.When.HOURS, null);
    private static final Instant DUE = Instant.parse("2026-11-24T10:15:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");
    private static final int TICKS_A_ROUND = 10;

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

    LiveWorld(World world) {
        before = world;
        base = MIDNIGHT;
        then = base.plusSeconds((long) world.tick() * SECONDS_A_TICK);
        now = then;
        reach = new Reach[] {world.firstReach(), world.secondReach()};
        silentSince = new Instant[] {time(world.firstSilent()), time(world.secondSilent())};
        isWithdrawn = world.isWithdrawn();
        desk = world.desk();
        source = world.source();
        if (world.state() != null) {
            alert = read(world);
            for (int index = 0; index < 2; index++) {
                Stored stored = world.partner(index);
                if (stored != null) {
                    partnerAlerts.add(read(stored, PARTNERS.get(index)));
                }
            }
            remember(0, world.lead0());
            remember(1, world.lead1());
        }
    }

    private Alert read(World world) {
        Alert read = new Alert();
        read.id = ALERT;
        read.state = world.state();
        read.basis = world.basis();
        read.told = world.told();
        read.threatWho = THREAT.who();
        read.threatWhen = THREAT.when();
        read.languages = "en";
        read.acknowledgeBy = DUE;
        read.opened = time(world.opened());
        read.lookAt = time(world.lookAt());
        read.expires = time(world.expires());
        read.overdue = world.isOverdue();
        read.flood = world.isFlood();
        read.floodRevision = world.floodRevision();
        read.staff = world.isForStaff();
        return read;
    }

    private PartnerAlert read(Stored stored, UUID partner) {
        PartnerAlert read = new PartnerAlert();
        read.id = partner;
        read.alertId = ALERT;
        read.partnerId = partner;
        read.state = stored.state();
        read.since = then;
        read.sent = then;
        read.heldUntil = time(stored.end());
        read.messageType = stored.type();
        read.seq = stored.seq();
        read.deliveredSeq = stored.deliveredSeq();
        read.answeredSeq = stored.answeredSeq();
        read.heard = stored.heard();
        read.attempts = stored.wasTried() ? 1 : 0;
        read.nextTry = stored.isDue() ? then : null;
        read.byTelephone = stored.byTelephone();
        read.letGo = stored.letGo();
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
            return World.withoutAlert(
                    before.isForStaff(), tick, reach[0], reach[1], silence(0), silence(1), isWithdrawn, desk, source);
        }
        return new World(
                before.isForStaff(),
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
                partnerAlert.byTelephone,
                partnerAlert.letGo);
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
                ALERT, decision, THREAT, new Consents(true), List.of("en"), DUE, null, null, revision, null);
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
        if (alert != null && alert.isOver() && partnerAlert.messageType != MessageType.CANCEL) {
            // As COUNT_TRY has it.
            partnerAlert.nextTry = null;
        }
        return true;
    }

    boolean delivered(int partner, boolean older) {
        PartnerAlert partnerAlert = partnerAlert(partner);
        if (alert == null || partnerAlert == null || partnerAlert.attempts == 0 || (older && partnerAlert.seq == 1)) {
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
        Instant until = TimeRounding.fiveMinutes(now).plus(PartnerAlert.ACKNOWLEDGEMENT_LASTS);
        tracked.telephoned(PARTNERS.get(partner), said, until, now);
        return keepNews(partner, tracked);
    }

    boolean answerOlder(int partner) {
        PartnerAlert partnerAlert = partnerAlert(partner);
        return partnerAlert != null
                && partnerAlert.seq > 1
                && answer(
                        partner, partner, new Answer(partnerAlert.id, 1, Answer.Action.CLAIM, partnerAlert.heard + 1));
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
        Stream<Candidate> others = before.isForStaff()
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
                        before.isForStaff() && partner == 0,
                        ANYWHERE));
        return Stream.concat(others, both).toList();
    }

    private void publish(TrackedAlert tracked) {
        partnerAlerts = new ArrayList<>(tracked.partnerAlerts());
        if (partnerAlerts.stream().anyMatch(partnerAlert -> partnerAlert.partnerId.equals(STAFF))) {
            throw new AssertionError("staff hear of an alert to partners: " + before);
        }
        if (before.isForStaff()) {
            return;
        }
        boolean isPutBack = !tracked.alert().flood
                && (tracked.alert().floodRevision > 0 || tracked.alert().isUnaskedNoFlood());
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
