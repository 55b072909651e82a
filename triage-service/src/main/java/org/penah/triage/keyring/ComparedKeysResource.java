package org.penah.triage.keyring;

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

/** Keeps a lead's list of keys that they have compared by voice, which no service can read or make. */
@Path("/api/compared-keys")
class ComparedKeysResource {

    /** @param sealed in base64; absent if nothing was compared yet */
    record ComparedKeys(@Nullable String sealed) {}

    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity identity;

    ComparedKeysResource(Mutiny.SessionFactory sessions, SecurityIdentity identity) {
        this.sessions = sessions;
        this.identity = identity;
    }

    @GET
    public Uni<ComparedKeys> compared() {
        String member = Member.of(identity).name();
        return sessions.withSession(
                session -> session.createNativeQuery("select sealed from compared_keys where member = ?1", byte[].class)
                        .setParameter(1, member)
                        .getResultList()
                        .map(ComparedKeysResource::compared));
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> keep(@Nullable ComparedKeys compared) {
        String sealed = compared == null ? null : compared.sealed();
        if (sealed == null || !SealedText.is(sealed)) {
            throw ProblemException.badRequest("sealed is no sealed text");
        }
        String member = Member.of(identity).name();
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into compared_keys (member, sealed) values (?1, ?2)
                        on conflict (member) do update set sealed = excluded.sealed""")
                .setParameter(1, member)
                .setParameter(2, SealedText.bytes(sealed))
                .executeUpdate()
                .replaceWithVoid());
    }

    private static ComparedKeys compared(List<byte[]> kept) {
        return new ComparedKeys(kept.isEmpty() ? null : Base64.getEncoder().encodeToString(kept.get(0)));
    }
}
