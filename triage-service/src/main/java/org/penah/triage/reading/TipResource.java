package org.penah.triage.reading;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.Outbox;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.event.Receivers;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.list.Cursor;
import org.penah.triage.list.TipFilter;
import org.penah.triage.list.TipPage;
import org.penah.triage.list.TipView;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.TipCommands;
import org.penah.triage.tip.TipList;
import org.penah.triage.tip.TipOpened;
import org.penah.triage.tip.Tips;

/** The list of tips, one tip, and that somebody has looked at it or put it aside. */
@Path("/api/tips")
class TipResource {

    record AsideRequest(@Nullable Boolean aside) {}

    /** Who else looks at a tip. */
    record Here(List<String> others) {}

    private final MemberRequest request;
    private final Tips tips;
    private final TipList list;
    private final TipCommands commands;
    private final Outbox outbox;
    private final Journal journal;
    private final Company company;
    private final Clock clock;

    TipResource(
            MemberRequest request,
            Tips tips,
            TipList list,
            TipCommands commands,
            Outbox outbox,
            Journal journal,
            Company company,
            Clock clock) {
        this.request = request;
        this.tips = tips;
        this.list = list;
        this.commands = commands;
        this.outbox = outbox;
        this.journal = journal;
        this.company = company;
        this.clock = clock;
    }

    @GET
    public Uni<TipPage> list(@Context UriInfo address) {
        TipFilter filter = TipFilter.of(address.getQueryParameters());
        Cursor cursor = Cursor.parse(address.getQueryParameters().getFirst("after"));
        return request.read((session, member) -> list.list(session, member, filter, cursor));
    }

    @GET
    @Path("/{tipId}")
    public Uni<TipView> view(@RestPath UUID tipId) {
        return request.read((session, member) -> list.view(session, member, tipId));
    }

    @POST
    @Path("/{tipId}/opened")
    public Uni<Void> opened(@RestPath UUID tipId) {
        LocalDate today = LocalDate.now(clock);
        return request.change((session, member) -> tips.lock(session, member, tipId)
                .chain(tip -> commands.look(tip, member)
                        ? outbox.append(session, Receivers.INTAKE, TipOpened.TYPE, new TipOpened(tipId, today))
                        : Uni.createFrom().voidItem())
                .chain(() -> journal.record(session, member, Deed.TIP_OPENED, tipId)));
    }

    /** Somebody has the tip before them, and says so again while they do. */
    @POST
    @Path("/{tipId}/here")
    public Uni<Here> here(@RestPath UUID tipId) {
        String who = request.member().name();
        return request.read((session, member) -> tips.open(session, member, tipId))
                .chain(tip -> company.look(new Lookers.Looked(tipId, tip.place()), who))
                .map(Here::new);
    }

    @POST
    @Path("/{tipId}/aside")
    public Uni<Void> aside(@RestPath UUID tipId, @Nullable AsideRequest asked) {
        if (asked == null || asked.aside() == null) {
            throw ProblemException.badRequest("aside is neither true nor false");
        }
        boolean aside = asked.aside();
        return request.change((session, member) -> tips.lock(session, member, tipId)
                .chain(tip -> commands.putAside(tip, aside)
                        ? journal.record(session, member, aside ? Deed.TIP_PUT_ASIDE : Deed.TIP_TAKEN_BACK, tipId)
                        : Uni.createFrom().voidItem()));
    }
}
