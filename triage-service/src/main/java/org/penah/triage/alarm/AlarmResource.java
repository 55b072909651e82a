package org.penah.triage.alarm;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.tip.AlertedTips;
import org.penah.triage.tip.OverdueTips;
import org.penah.triage.tip.TipCounts;
import org.penah.triage.tip.WaitingTips;
import org.penah.triage.tipalert.AlertAlarms;
import org.penah.triage.tipalert.OrphanedAlert;
import org.penah.triage.tipalert.OrphanedAlerts;

/** Says what is overdue or unanswered in a member's queues, and how long the signed keys hold. */
@Path("/api/alarms")
class AlarmResource {

    /**
     * The desk's alarms.
     *
     * @param imminent tips with imminent danger that nobody has opened, or nobody of the queue to which somebody moved them: the desk rings for each
     * @param undecided those that somebody opened, and that nobody has decided about in time: it rings for each of these, too
     * @param asked what waits for the member as the second person
     * @param unanswered how many alerts nobody has answered, of tips that are closed or folded, too
     * @param resolved alerts that a partner calls resolved, until the desk has decided about that
     * @param unheard tips about whose alert the desk said something of which nobody knows whether it came
     * @param orphanedAlerts alerts that go on although no tip of theirs is here that anybody can open
     * @param more how many there are beyond these lists, of which each names at most a hundred
     * @param cancelling requests to cancel alerts unread, by queue
     * @param keysEnding which keys of the member's queues a lead has asked to destroy
     * @param partnersEnding which partners somebody has asked to end
     * @param admitting whom a lead has asked to let into one of the member's queues
     * @param epochsAbsent epochs that sources seal to, or will, and whose key nobody at this desk has
     * @param keysDaysLeft negative after their end; absent if no manifest is known
     */
    record Alarms(
            OverdueTips.Counts overdue,
            List<UUID> imminent,
            List<WaitingTips.Undecided> undecided,
            SecondPerson.Asked asked,
            long unanswered,
            List<AlertAlarms.Resolved> resolved,
            List<UUID> unheard,
            List<OrphanedAlert> orphanedAlerts,
            More more,
            List<AlertedTips.CancellingUnread> cancelling,
            List<Pending.KeyEnding> keysEnding,
            List<Pending.PartnerEnding> partnersEnding,
            List<Pending.Admission> admitting,
            List<EpochId> epochsAbsent,
            @Nullable Integer keysDaysLeft) {}

    /** How many there are that a list does not name. */
    record More(long imminent, long undecided, long asked, long resolved, long unheard, long orphanedAlerts) {

        private static final More NONE = new More(0, 0, 0, 0, 0, 0);
    }

    private static final OverdueTips.Counts NOTHING = new OverdueTips.Counts(0, 0, 0, 0);

    private final MemberRequest request;
    private final Keyring keyring;
    private final Pending pending;
    private final OverdueTips overdueTips;
    private final TipCounts tipCounts;
    private final SecondPerson secondPerson;
    private final AlertAlarms alertAlarms;
    private final OrphanedAlerts orphanedAlerts;
    private final AbsentEpochs absentEpochs;
    private final ManifestExpiry manifestExpiry;
    private final Clock clock;

    AlarmResource(
            MemberRequest request,
            Keyring keyring,
            Pending pending,
            OverdueTips overdueTips,
            TipCounts tipCounts,
            SecondPerson secondPerson,
            AlertAlarms alertAlarms,
            OrphanedAlerts orphanedAlerts,
            AbsentEpochs absentEpochs,
            ManifestExpiry manifestExpiry,
            Clock clock) {
        this.request = request;
        this.keyring = keyring;
        this.pending = pending;
        this.overdueTips = overdueTips;
        this.tipCounts = tipCounts;
        this.secondPerson = secondPerson;
        this.alertAlarms = alertAlarms;
        this.orphanedAlerts = orphanedAlerts;
        this.absentEpochs = absentEpochs;
        this.manifestExpiry = manifestExpiry;
        this.clock = clock;
    }

    @GET
    public Uni<Alarms> alarms() {
        return request.read((session, member) -> keyring.queuesOf(session, member)
                .chain(queues -> pending.partnersEnding(session)
                        .chain(partners -> queues.isEmpty()
                                ? Uni.createFrom().item(withoutQueues(partners))
                                : ofQueues(session, member, queues, partners))));
    }

    private Alarms withoutQueues(List<Pending.PartnerEnding> partners) {
        return new Alarms(
                NOTHING,
                List.of(),
                List.of(),
                SecondPerson.Asked.NOTHING,
                0,
                List.of(),
                List.of(),
                List.of(),
                More.NONE,
                List.of(),
                List.of(),
                partners,
                List.of(),
                absentEpochs.known(),
                manifestExpiry.daysLeft());
    }

    private Uni<Alarms> ofQueues(
            Mutiny.Session session, Member member, List<String> queues, List<Pending.PartnerEnding> partners) {
        return overdueTips
                .counts(session, queues)
                .chain(overdue -> WaitingTips.imminent(session, member, queues)
                        .chain(imminent -> WaitingTips.undecided(session, queues, clock.instant())
                                .chain(undecided -> secondPerson
                                        .asked(session, member, queues)
                                        .chain(asked -> tipCounts
                                                .unanswered(session, queues)
                                                .chain(unanswered -> alertAlarms
                                                        .find(session, queues)
                                                        .chain(found -> orphanedAlerts
                                                                .all(session)
                                                                .chain(orphans -> pending.keysEnding(session, queues)
                                                                        .chain(keys -> pending.admissions(
                                                                                        session, queues)
                                                                                .map(admissions -> new Alarms(
                                                                                        overdue,
                                                                                        imminent.rows(),
                                                                                        undecided.rows(),
                                                                                        asked.asked(),
                                                                                        unanswered,
                                                                                        found.resolved()
                                                                                                .rows(),
                                                                                        found.unheard()
                                                                                                .rows(),
                                                                                        orphans.rows(),
                                                                                        new More(
                                                                                                imminent.more(),
                                                                                                undecided.more(),
                                                                                                asked.more(),
                                                                                                found.resolved()
                                                                                                        .more(),
                                                                                                found.unheard()
                                                                                                        .more(),
                                                                                                orphans.more()),
                                                                                        found.cancelling(),
                                                                                        keys,
                                                                                        partners,
                                                                                        admissions,
                                                                                        absentEpochs.known(),
                                                                                        manifestExpiry
                                                                                                .daysLeft()))))))))));
    }
}
