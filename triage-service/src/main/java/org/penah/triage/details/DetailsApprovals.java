package org.penah.triage.details;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;
import org.penah.outbox.Outbox;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.FourEyesRequest;
import org.penah.triage.access.Member;
import org.penah.triage.alert.AlertSql;
import org.penah.triage.alert.AlertView;
import org.penah.triage.alert.Alerts;
import org.penah.triage.event.Receivers;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.obligation.ClockConfig;
import org.penah.triage.partner.PartnerDecisions;
import org.penah.triage.partner.Partners;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.FirstRows;
import org.penah.triage.tip.OpenTip;
import org.penah.triage.tip.TipSql;
import org.penah.triage.tip.Tips;

/** Keeps what is written for partners, and lets it go once when a second member has read it. */
@ApplicationScoped
public class DetailsApprovals {

    private static final String WAITING = "select d.tip_id, d.writer, d.written_on" + FirstRows.ALL + " from details d"
            + " where d.state = 'WAITING' and d.writer <> ?1 and " + TipSql.queueOf("d.tip_id") + " in (?2)"
            + " and d.alert_id in " + AlertSql.OPEN + " group by d.tip_id, d.writer, d.written_on"
            + " order by bool_or(" + AlertSql.isConfirmed("d.alert_id") + ") desc,"
            + " d.written_on, min(d.second_by), d.tip_id";

    /**
     * SQL: a tip, the writer, the day and the time of texts that can still be approved and that no second member has read by their time, which has
     * passed at {@code ?1}; and whether the desk has confirmed the alert that they are for.
     */
    public static final String LATE =
            "(select tip_id, writer, written_on, second_by, " + AlertSql.isConfirmed("l.alert_id") + " as confirmed"
                    + " from details l where second_by < cast(?1 as timestamptz)"
                    + " and state = 'WAITING' and alert_id in " + AlertSql.OPEN + ")";

    /** More than the partners of any alert need; a stolen account must not fill the table. */
    static final int MOST = 50;

    private final Tips tips;
    private final Alerts alerts;
    private final Partners partners;
    private final PartnerDecisions decisions;
    private final Outbox outbox;
    private final Journal journal;
    private final ClockConfig clocks;
    private final Clock clock;

    DetailsApprovals(
            Tips tips,
            Alerts alerts,
            Partners partners,
            PartnerDecisions decisions,
            Outbox outbox,
            Journal journal,
            ClockConfig clocks,
            Clock clock) {
        this.tips = tips;
        this.alerts = alerts;
        this.partners = partners;
        this.decisions = decisions;
        this.outbox = outbox;
        this.journal = journal;
        this.clocks = clocks;
        this.clock = clock;
    }

    /** The details of a tip, oldest first. */
    Uni<List<DetailsView>> of(Mutiny.Session session, Member member, UUID tipId) {
        return tips.open(session, member, tipId)
                .chain(() -> session.createQuery(
                                "from Details d where d.tipId = :tip order by d.writtenOn, d.detailsId", Details.class)
                        .setParameter("tip", tipId)
                        .getResultList())
                .map(all -> all.stream().map(DetailsView::of).toList());
    }

    /**
     * The tips of these queues with details that somebody else than the member wrote, and that can still be approved: those first whose alert the
     * desk has confirmed, then what waits longest; at most a hundred.
     */
    public Uni<FirstRows<FourEyesRequest>> waiting(Mutiny.Session session, Member member, List<String> queues) {
        return session.createNativeQuery(WAITING, Object[].class)
                .setParameter(1, member.name())
                .setParameter(2, queues)
                .setMaxResults(FourEyesRequest.MOST)
                .getResultList()
                .map(rows -> FirstRows.of(rows, FourEyesRequest::of));
    }

    /** The text of details, sealed to the tip's queue. */
    Uni<byte[]> copy(Mutiny.Session session, Member member, UUID tipId, UUID detailsId) {
        return find(session, member, tipId, detailsId, LockModeType.NONE)
                .map(details -> details.copy)
                .call(() -> journal.recordOnceADay(session, member, Deed.DETAILS_SEEN, tipId.toString()));
    }

    /** The text that would leave; a problem if it has left, or will not. */
    Uni<byte[]> sealed(Mutiny.Session session, Member member, UUID tipId, UUID detailsId) {
        return find(session, member, tipId, detailsId, LockModeType.NONE)
                .map(details -> {
                    if (details.sealed == null) {
                        throw ProblemException.notFound();
                    }
                    return details.sealed;
                })
                .call(() -> journal.recordOnceADay(session, member, Deed.DETAILS_SEEN, tipId.toString()));
    }

    /** Keeps a text until a second member has read it; the same text asked for again changes nothing. */
    Uni<Void> write(Mutiny.Session session, Member writer, Details details) {
        return requireOpen(session, writer, details.tipId, details.partner, details.recipient)
                .chain(alertId -> session.find(Details.class, details.detailsId).chain(known -> {
                    if (known != null) {
                        return requireSame(known, details);
                    }
                    details.alertId = alertId;
                    details.state = DetailsState.WAITING;
                    details.writer = writer.name();
                    details.writtenOn = LocalDate.now(clock);
                    details.secondBy = clocks.decideBy(clock.instant());
                    return requireRoom(session, details.tipId)
                            .chain(() -> session.persist(details))
                            .chain(session::flush)
                            .chain(() -> journal.record(
                                    session,
                                    writer,
                                    Deed.DETAILS_WRITTEN,
                                    details.tipId,
                                    DetailsFacts.written(details)));
                }));
    }

    /** Sends details to notify-service, in the caller's transaction; approving them again changes nothing. */
    Uni<Void> approve(Mutiny.Session session, Member approver, UUID tipId, UUID detailsId) {
        return tips.lock(session, approver, tipId)
                .chain(tip -> find(session, approver, tipId, detailsId, LockModeType.PESSIMISTIC_WRITE)
                        .chain(details -> {
                            if (details.state.isApproved() && approver.name().equals(details.approver)) {
                                return Uni.createFrom().voidItem();
                            }
                            requireWaiting(details);
                            return requireOpen(session, approver, tipId, details.partner, details.recipient)
                                    .chain(() -> tips.readersOf(session, tip))
                                    .invoke(readers -> FourEyes.require(details.writer, approver.name(), readers))
                                    .chain(() -> send(session, approver, details))
                                    .chain(() -> journal.record(
                                            session,
                                            approver,
                                            Deed.DETAILS_APPROVED,
                                            tipId,
                                            DetailsFacts.approved(details)));
                        }));
    }

    /** Decides against it; doing so again changes nothing. */
    Uni<Void> drop(Mutiny.Session session, Member member, UUID tipId, UUID detailsId) {
        return find(session, member, tipId, detailsId, LockModeType.PESSIMISTIC_WRITE)
                .chain(details -> {
                    if (details.state == DetailsState.DROPPED) {
                        return Uni.createFrom().voidItem();
                    }
                    requireWaiting(details);
                    details.drop();
                    return session.flush()
                            .chain(() -> journal.record(
                                    session, member, Deed.DETAILS_DROPPED, tipId, DetailsFacts.dropped(details)));
                });
    }

    /** Takes back what waits, for its source no longer allows it; how much that was. In the caller's transaction. */
    public Uni<Integer> takeBack(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery(
                        "update details set state = 'TAKEN_BACK', sealed = null, second_by = null where tip_id = ?1 and state = 'WAITING'")
                .setParameter(1, tipId)
                .executeUpdate();
    }

    @Produces
    @Singleton
    EventHandler<DetailsChanged> onDetailsChanged() {
        return EventHandler.of("notify", DetailsChanged.TYPE, DetailsChanged.class, this::note);
    }

    /** Ignores details whose tip was erased. */
    Uni<Void> note(Mutiny.Session session, DetailsChanged changed) {
        return session.find(Details.class, changed.detailsId(), LockModeType.PESSIMISTIC_WRITE)
                .chain(details -> {
                    if (details == null || !details.become(changed.state().atTheDesk, changed.day())) {
                        return Uni.createFrom().voidItem();
                    }
                    return session.flush().chain(() -> record(session, changed.state(), details));
                });
    }

    private Uni<Void> record(Mutiny.Session session, DetailsChanged.State state, Details details) {
        return switch (state) {
            case READY -> Uni.createFrom().voidItem();
            case READ ->
                journal.recordOfPartner(session, Deed.DETAILS_FETCHED, details.tipId, DetailsFacts.fetched(details));
            case REFUSED -> journal.recordOfChannel(session, Deed.DETAILS_REFUSED, details.tipId);
            case DESTROYED -> journal.recordOfChannel(session, Deed.DETAILS_DESTROYED, details.tipId);
        };
    }

    private Uni<Void> send(Mutiny.Session session, Member approver, Details details) {
        String sealed = Base64.getEncoder().encodeToString(details.approve(approver.name(), LocalDate.now(clock)));
        return session.flush()
                .chain(() -> outbox.append(
                        session,
                        Receivers.NOTIFY,
                        DetailsApproved.TYPE,
                        new DetailsApproved(details.detailsId, details.alertId, details.partner, sealed)));
    }

    // The tip is locked, so that a concurrent withdrawal of consent waits, and then finds the details to take
    // back.
    private Uni<UUID> requireOpen(Mutiny.Session session, Member member, UUID tipId, String partner, String recipient) {
        return tips.lock(session, member, tipId).map(OpenTip::danger).chain(danger -> {
            UUID alertId = danger.alertId();
            return (alertId == null
                            ? Uni.createFrom().item(Map.<UUID, AlertView>of())
                            : alerts.views(session, List.of(alertId)))
                    .map(known -> DetailsGate.requireOpen(danger, alertId == null ? null : known.get(alertId), partner))
                    .call(() -> decisions
                            .heardRecipient(session, partner)
                            .chain(heard -> partners.named(session, partner)
                                    .invoke(known -> DetailsGate.requireKey(
                                            known == null ? null : known.recipient(), heard, recipient))));
        });
    }

    private Uni<Details> find(Mutiny.Session session, Member member, UUID tipId, UUID detailsId, LockModeType lock) {
        return tips.open(session, member, tipId)
                .chain(() -> session.find(Details.class, detailsId, lock))
                .map(details -> {
                    if (details == null || !details.tipId.equals(tipId)) {
                        throw ProblemException.notFound();
                    }
                    return details;
                });
    }

    private static void requireWaiting(Details details) {
        if (details.state == DetailsState.TAKEN_BACK) {
            throw ProblemException.conflict(
                    "no-consent", "Consent withdrawn", "The source has taken its consent back. Nothing was approved.");
        }
        if (details.state != DetailsState.WAITING) {
            throw ProblemException.conflict(
                    "decided", "Decided", "Somebody has approved this meanwhile, or decided against it.");
        }
    }

    private static Uni<Void> requireSame(Details known, Details asked) {
        boolean same = known.tipId.equals(asked.tipId)
                && known.partner.equals(asked.partner)
                && Arrays.equals(known.copy, asked.copy);
        if (!same) {
            throw ProblemException.conflict("details-taken", "Taken", "Another text has this id. Nothing was kept.");
        }
        return Uni.createFrom().voidItem();
    }

    /** Whether texts about a tip wait for a second member. */
    public static Uni<Boolean> isWaiting(Mutiny.Session session, UUID tipId) {
        return session.createQuery(
                        "select count(*) from Details d where d.tipId = :tip and d.state = WAITING", Long.class)
                .setParameter("tip", tipId)
                .getSingleResult()
                .map(count -> count > 0);
    }

    private static Uni<Void> requireRoom(Mutiny.Session session, UUID tipId) {
        return session.createQuery("select count(*) from Details d where d.tipId = :tip", Long.class)
                .setParameter("tip", tipId)
                .getSingleResult()
                .invoke(count -> {
                    if (count >= MOST) {
                        throw ProblemException.conflict(
                                "too-many-details", "Too many", "This tip has " + MOST + " texts. Nothing was kept.");
                    }
                })
                .replaceWithVoid();
    }
}
