package org.penah.triage.duty;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.Outbox;
import org.penah.triage.details.DetailsApprovals;
import org.penah.triage.event.Receivers;
import org.penah.triage.partner.Partners;
import org.penah.triage.tip.AlertedTips;
import org.penah.triage.tip.WaitingTips;
import org.penah.triage.tipalert.AlertAlarms;
import org.penah.triage.vitalinterest.VitalInterests;

/**
 * Calls staff on duty to each imminent tip that nobody has opened, or that nobody has decided about in time; to each tip whose alert a partner
 * calls resolved, if nobody has decided in time about that, or of whose alert notify-service has long not said that it took a decision; and to
 * each tip in which a request waits too long for a second person. Calls them off once it waits no more.
 *
 * <p>Both follow from the tips as they are, so that no way on which a tip comes, is opened or goes is forgotten.
 */
@ApplicationScoped
class StaffCalls {

    // Of each kind: more would say the same again, for the desk shows all that wait. Two instances at once may exceed
    // it by a few.
    private static final int MOST = 5;

    private static final String REQUESTS = "(select tip_id, (not bool_or(confirmed), min(second_by)) as place from"
            + " (select tip_id, second_by, confirmed from " + DetailsApprovals.LATE
            + " d union all select tip_id, second_by, danger from " + VitalInterests.LATE + " v) late group by tip_id)";

    // Each has a separate limit, or what one stolen session leaves undone would keep back the call to a new tip.
    private static final List<String> KINDS =
            List.of(WaitingTips.IMMINENT, WaitingTips.UNDECIDED, AlertedTips.UNDECIDED, REQUESTS);

    // How long a decision is on its way each instance knows for itself: what another has called for stays until the
    // decision came.
    private static final String WAITING = Stream.concat(KINDS.stream(), Stream.of(AlertedTips.UNHEARD))
            .map(tips -> "select tip_id from " + tips + " waits")
            .collect(Collectors.joining(" union ", "(", ")"));

    private static final String CALL =
            "insert into staff_call (tip_id, alert_id) select tip_id, gen_random_uuid() from "
                    + Stream.concat(KINDS.stream(), Stream.of(AlertedTips.STILL_UNHEARD))
                            .map(StaffCalls::next)
                            .collect(Collectors.joining(" union ", "(", ")"))
                    + " waiting where " + Partners.HAS_STAFF
                    + " on conflict do nothing returning alert_id";

    private static final String CALL_OFF = "delete from staff_call where tip_id not in (select tip_id from "
            + WAITING
            + " waiting) returning alert_id";

    private final Mutiny.SessionFactory sessions;
    private final AlertAlarms alerts;
    private final Outbox outbox;
    private final Clock clock;

    StaffCalls(Mutiny.SessionFactory sessions, AlertAlarms alerts, Outbox outbox, Clock clock) {
        this.clock = clock;
        this.alerts = alerts;
        this.sessions = sessions;
        this.outbox = outbox;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withTransaction(session -> tell(
                        session, session.createNativeQuery(CALL, UUID.class).setParameter(2, unheardLong()), null)
                .chain(() -> tell(session, session.createNativeQuery(CALL_OFF, UUID.class), true)));
    }

    /** SQL: the tips of a kind to which staff are called next, in their places, so that no more than {@value #MOST} of it run. */
    private static String next(String tips) {
        return "(select tip_id from " + tips + " waits where tip_id not in (select tip_id from staff_call)"
                + " order by place limit greatest(0, " + MOST
                + " - (select count(*) from staff_call where tip_id in (select tip_id from "
                + tips + " called))))";
    }

    private String unheardLong() {
        return alerts.unheardLong().stream().limit(100).map(UUID::toString).collect(Collectors.joining(" "));
    }

    private Uni<Void> tell(Mutiny.Session session, Mutiny.SelectionQuery<UUID> change, @Nullable Boolean over) {
        return change.setParameter(1, clock.instant())
                .getResultList()
                .chain(alertIds -> Multi.createFrom()
                        .iterable(alertIds)
                        .onItem()
                        .transformToUniAndConcatenate(alertId -> outbox.append(
                                session, Receivers.NOTIFY, StaffCalled.TYPE, new StaffCalled(alertId, over), true))
                        .onItem()
                        .ignoreAsUni());
    }
}
