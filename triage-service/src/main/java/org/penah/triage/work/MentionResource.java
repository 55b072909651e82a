package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;

/** Lists where colleagues ask for a member, until the member puts it away. */
@Path("/api/mentions")
class MentionResource {

    private final MemberRequest request;
    private final Mentions mentions;
    private final Journal journal;

    MentionResource(MemberRequest request, Mentions mentions, Journal journal) {
        this.request = request;
        this.mentions = mentions;
        this.journal = journal;
    }

    @GET
    public Uni<List<Mentions.Mention>> waiting() {
        return request.read((session, member) -> mentions.waiting(session, member));
    }

    @POST
    @Path("/{stepId}/seen")
    public Uni<Void> seen(@RestPath UUID stepId) {
        return request.change((session, member) -> mentions.see(session, member, stepId)
                .chain(news -> news.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : journal.record(session, member, Deed.MENTION_SEEN, news.get(0))));
    }
}
