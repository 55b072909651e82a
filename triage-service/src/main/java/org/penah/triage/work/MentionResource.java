package org.penah.triage.work;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.RestPath;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;

/** Where colleagues ask for a member, until the member puts it away. */
@Path("/api/mentions")
class MentionResource {

    private final Mutiny.SessionFactory sessions;
    private final Mentions mentions;
    private final Journal journal;
    private final SecurityIdentity identity;

    MentionResource(Mutiny.SessionFactory sessions, Mentions mentions, Journal journal, SecurityIdentity identity) {
        this.sessions = sessions;
        this.mentions = mentions;
        this.journal = journal;
        this.identity = identity;
    }

    @GET
    public Uni<List<Mentions.Mention>> waiting() {
        Member member = Member.of(identity);
        return sessions.withSession(session -> mentions.waiting(session, member));
    }

    @POST
    @Path("/{stepId}/seen")
    public Uni<Void> seen(@RestPath UUID stepId) {
        Member member = Member.of(identity);
        return sessions.withTransaction(session -> mentions.see(session, member, stepId)
                .chain(news -> news.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : journal.record(session, member, Deed.MENTION_SEEN, news.get(0))));
    }
}
