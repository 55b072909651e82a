package org.penah.triage.vitalinterest;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.Outbox;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.FourEyesRequest;
import org.penah.triage.access.Member;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.event.Receivers;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.obligation.ClockConfig;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.FirstRows;
import org.penah.triage.threat.Threat;
import org.penah.triage.tip.OpenTip;
import org.penah.triage.tip.TipAlerted;
import org.penah.triage.tip.TipSql;
import org.penah.triage.tip.Tips;

/** Keeps who wants an alert and why, and raises it when a second member agrees. */
@ApplicationScoped
public class VitalInterests {

    /** More than one member has open at a time; a stolen account must not fill the list of the others. */
    private static final int MOST = 50;

    private static final String IS_DANGER =
            "(v.found_when is not distinct from 'HOURS' or " + TipSql.isImminent("v.tip_id") + ")";

    private static final String WAITING = "select v.tip_id, v.proposer, v.proposed_on" + FirstRows.ALL
            + " from vital_interest v"
            + " where v.approver is null and v.proposer <> ?1 and " + TipSql.queueOf("v.tip_id") + " in (?2)"
            + " order by " + IS_DANGER + " desc,"
            + " v.proposed_on, v.second_by, v.tip_id";

    /**
     * SQL: a tip, the proposer, the day, the time, and whether it is about danger within hours, of proposals that no second member has decided
     * about by their time, which has passed at {@code ?1}; of tips at which the work goes on.
     */
    public static final String LATE = "(select tip_id, proposer, proposed_on, second_by, " + IS_DANGER
            + " as danger from vital_interest v where second_by < cast(?1 as timestamptz)"
            + " and approver is null and " + TipSql.isAtWork("v.tip_id") + ")";

    private final Tips tips;
    private final Alerts alerts;
    private final Journal journal;
    private final Outbox outbox;
    private final ClockConfig clocks;
    private final Clock clock;

    VitalInterests(Tips tips, Alerts alerts, Journal journal, Outbox outbox, ClockConfig clocks, Clock clock) {
        this.tips = tips;
        this.alerts = alerts;
        this.journal = journal;
        this.outbox = outbox;
        this.clocks = clocks;
        this.clock = clock;
    }

    /** Whether a proposal about a tip waits for a second member. */
    public static Uni<Boolean> isWaiting(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery(
                        "select exists (select from vital_interest where tip_id = ?1 and approver is null)",
                        Boolean.class)
                .setParameter(1, tipId)
                .getSingleResult();
    }

    Uni<@Nullable Proposal> of(Mutiny.Session session, Member member, UUID tipId) {
        return tips.open(session, member, tipId).chain(() -> find(session, tipId));
    }

    /** Why, sealed to the tip's queue. */
    Uni<byte[]> reason(Mutiny.Session session, Member member, UUID tipId) {
        return tips.open(session, member, tipId)
                .chain(() -> session.createNativeQuery(
                                "select reason from vital_interest where tip_id = ?1", byte[].class)
                        .setParameter(1, tipId)
                        .getResultList())
                .map(reasons -> {
                    if (reasons.isEmpty()) {
                        throw ProblemException.notFound();
                    }
                    return reasons.get(0);
                });
    }

    /** @param found the danger that the member found, where the source reported none */
    Uni<Void> propose(Mutiny.Session session, Member member, UUID tipId, byte[] reason, @Nullable Threat found) {
        LocalDate today = LocalDate.now(clock);
        return tips.lock(session, member, tipId)
                .invoke(tip -> VitalInterestGate.requireUntold(tip.danger(), tip.isOpened(), found))
                .chain(() -> session.createNativeQuery(
                                "select count(*) from vital_interest where proposer = ?1 and approver is null",
                                Long.class)
                        .setParameter(1, member.name())
                        .getSingleResult())
                .invoke(open -> {
                    if (open >= MOST) {
                        throw ProblemException.conflict(
                                "too-many",
                                "Too many",
                                "So many of your proposals wait. Ask somebody to decide about one.");
                    }
                })
                .chain(() -> session.createNativeQuery("""
                                insert into vital_interest
                                    (tip_id, proposer, proposed_on, reason, found_who, found_when, found_region, second_by)
                                values (?1, ?2, ?3, ?4, cast(?5 as text), cast(?6 as text), cast(?7 as text), ?8)
                                on conflict do nothing""")
                        .setParameter(1, tipId)
                        .setParameter(2, member.name())
                        .setParameter(3, today)
                        .setParameter(4, reason)
                        .setParameter(5, found == null ? null : found.who().name())
                        .setParameter(
                                6,
                                found == null || found.when() == null
                                        ? null
                                        : found.when().name())
                        .setParameter(7, found == null ? null : found.region())
                        .setParameter(8, clocks.decideBy(clock.instant()))
                        .executeUpdate())
                .invoke(inserted -> {
                    if (inserted == 0) {
                        throw ProblemException.conflict(
                                "proposed", "Proposed", "Somebody has proposed this already. Read their reason.");
                    }
                })
                .chain(() -> journal.record(
                        session,
                        member,
                        Deed.ALERT_PROPOSED,
                        tipId,
                        ProposalFacts.proposed(
                                tipId, member.name(), today, Facts.digest(reason), ProposalFacts.words(found))));
    }

    /**
     * The second member agrees: the alert is raised, with few facts, in the caller's transaction.
     *
     * @param digest of the proposal that they have read
     */
    Uni<Void> approve(Mutiny.Session session, Member member, UUID tipId, String digest) {
        LocalDate today = LocalDate.now(clock);
        return tips.lock(session, member, tipId)
                .chain(tip -> find(session, tipId)
                        .map(proposal -> VitalInterestGate.requireRead(proposal, digest))
                        .call(proposal -> tips.readersOf(session, tip)
                                .invoke(readers -> FourEyes.require(proposal.proposer(), member.name(), readers)))
                        .call(() -> session.createNativeQuery(
                                        "update vital_interest set approver = ?2, approved_on = ?3, second_by = null where tip_id = ?1")
                                .setParameter(1, tipId)
                                .setParameter(2, member.name())
                                .setParameter(3, today)
                                .executeUpdate())
                        .call(proposal -> raise(session, tip, proposal.found()))
                        .chain(proposal -> reason(session, member, tipId)
                                .chain(reason -> journal.record(
                                        session,
                                        member,
                                        Deed.ALERT_RAISED,
                                        tipId,
                                        ProposalFacts.agreed(
                                                tipId,
                                                member.name(),
                                                today,
                                                Facts.digest(reason),
                                                ProposalFacts.words(proposal.found()))))));
    }

    private Uni<Void> raise(Mutiny.Session session, OpenTip tip, @Nullable Threat found) {
        VitalInterestGate.requireUntold(tip.danger(), tip.isOpened(), found);
        ReportedDanger danger = found == null ? tip.danger() : tip.danger().withFound(found);
        return alerts.raise(session, danger)
                .call(alertId -> tips.giveAlert(session, tip, alertId, danger))
                .chain(alertId -> outbox.append(
                        session,
                        Receivers.INTAKE,
                        TipAlerted.TYPE,
                        new TipAlerted(tip.id(), alertId, LocalDate.now(clock))));
    }

    /**
     * The tips of these queues for which somebody else than the member proposed an alert that nobody has decided about: danger within hours
     * first, then what waits longest; at most a hundred.
     */
    public Uni<FirstRows<FourEyesRequest>> waiting(Mutiny.Session session, Member member, List<String> queues) {
        return session.createNativeQuery(WAITING, Object[].class)
                .setParameter(1, member.name())
                .setParameter(2, queues)
                .setMaxResults(FourEyesRequest.MOST)
                .getResultList()
                .map(rows -> FirstRows.of(rows, FourEyesRequest::of));
    }

    /** Whether two members have raised an alert about a tip. */
    public Uni<Boolean> isRaised(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery(
                        "select exists (select from vital_interest where tip_id = ?1 and approver is not null)",
                        Boolean.class)
                .setParameter(1, tipId)
                .getSingleResult();
    }

    /** One of them decides against it. */
    Uni<Void> drop(Mutiny.Session session, Member member, UUID tipId) {
        return tips.lock(session, member, tipId)
                .chain(() -> find(session, tipId))
                .map(VitalInterestGate::requireOpen)
                .chain(() -> session.createNativeQuery("delete from vital_interest where tip_id = ?1")
                        .setParameter(1, tipId)
                        .executeUpdate())
                .chain(() -> journal.record(session, member, Deed.ALERT_NOT_RAISED, tipId));
    }

    private static Uni<@Nullable Proposal> find(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery("""
                        select proposer, proposed_on, found_who, found_when, found_region, approver, approved_on, reason
                        from vital_interest where tip_id = ?1""", Object[].class)
                .setParameter(1, tipId)
                .getResultList()
                .map((List<Object[]> rows) -> rows.isEmpty() ? null : Proposal.of(rows.get(0)));
    }
}
