package org.penah.triage.dashboard;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.obligation.ClockConfig;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.OverdueTips;
import org.penah.triage.tip.TipCounts;

/** Tells a member how their own queues are doing. */
@Path("/api/dashboard")
class DashboardResource {

    /** Four weeks: enough to see a trend, few enough for one chart. */
    static final int DAYS = 28;

    private final MemberRequest request;
    private final Keyring keyring;
    private final TipCounts tips;
    private final OverdueTips overdueTips;
    private final ClockConfig clocks;
    private final Clock clock;

    DashboardResource(
            MemberRequest request,
            Keyring keyring,
            TipCounts tips,
            OverdueTips overdueTips,
            ClockConfig clocks,
            Clock clock) {
        this.request = request;
        this.keyring = keyring;
        this.tips = tips;
        this.overdueTips = overdueTips;
        this.clocks = clocks;
        this.clock = clock;
    }

    @GET
    public Uni<Dashboard> dashboard() {
        return request.read((session, member) -> keyring.queuesOf(session, member)
                .chain(queues -> {
                    if (queues.isEmpty()) {
                        throw ProblemException.notFound();
                    }
                    return of(session, queues);
                }));
    }

    private Uni<Dashboard> of(Mutiny.Session session, List<String> queues) {
        LocalDate to = LocalDate.now(clock);
        LocalDate from = to.minusDays(DAYS - 1);
        List<String> owing = queues.stream().filter(clocks::oweIn).toList();
        return tips.arrivals(session, queues, from)
                .chain(arrivals -> tips.looks(session, queues, from)
                        .chain(looks -> overdueTips
                                .counts(session, queues)
                                .chain(overdue -> tips.alerts(session, queues)
                                        .map(alerts ->
                                                new Dashboard(from, to, arrivals, looks, overdue, owing, alerts)))));
    }
}
