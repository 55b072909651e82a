package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;

/** Lists the member's colleagues with who is away, and takes who is from when on. */
@Path("/api/absences")
class AbsenceResource {

    /** @param backOn absent if they are here */
    record AbsenceRequest(@Nullable String member, @Nullable LocalDate backOn) {}

    private final MemberRequest request;
    private final Absences absences;
    private final Journal journal;

    AbsenceResource(MemberRequest request, Absences absences, Journal journal) {
        this.request = request;
        this.absences = absences;
        this.journal = journal;
    }

    @GET
    public Uni<List<Absences.Colleague>> list() {
        return request.read((session, member) -> absences.of(session, member));
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> set(@Nullable AbsenceRequest asked) {
        if (asked == null || asked.member() == null) {
            throw ProblemException.badRequest("member is missing");
        }
        String name = asked.member();
        LocalDate backOn = asked.backOn();
        return request.change((session, member) -> absences.set(session, member, name, backOn)
                .chain(() ->
                        journal.record(session, member, backOn == null ? Deed.MEMBER_BACK : Deed.MEMBER_AWAY, name)));
    }
}
