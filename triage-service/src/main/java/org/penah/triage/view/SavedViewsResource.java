package org.penah.triage.view;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Base64;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;

/** Keeps a member's saved views, and gives them to nobody else. */
@Path("/api/views")
class SavedViewsResource {

    /** @param sealed in base64; absent if nothing was ever saved */
    record Views(@Nullable String sealed) {}

    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity identity;

    SavedViewsResource(Mutiny.SessionFactory sessions, SecurityIdentity identity) {
        this.sessions = sessions;
        this.identity = identity;
    }

    @GET
    public Uni<Views> views() {
        String member = Member.of(identity).name();
        return sessions.withSession(
                session -> session.createNativeQuery("select sealed from saved_views where member = ?1", byte[].class)
                        .setParameter(1, member)
                        .getResultList()
                        .map(SavedViewsResource::views));
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> save(@Nullable Views views) {
        String sealed = views == null ? null : views.sealed();
        if (sealed == null || !SealedText.is(sealed)) {
            throw ProblemException.badRequest("sealed is no sealed text");
        }
        String member = Member.of(identity).name();
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into saved_views (member, sealed) values (?1, ?2)
                        on conflict (member) do update set sealed = excluded.sealed""")
                .setParameter(1, member)
                .setParameter(2, SealedText.bytes(sealed))
                .executeUpdate()
                .replaceWithVoid());
    }

    private static Views views(List<byte[]> kept) {
        return new Views(kept.isEmpty() ? null : Base64.getEncoder().encodeToString(kept.get(0)));
    }
}
