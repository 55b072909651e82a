package org.penah.triage.keyring;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.access.Role;
import org.penah.triage.problem.ProblemException;

/** Who is signed in, and the sealed keys that only their browser can open. */
@Path("/api")
class KeysResource {

    record Me(String name, Set<Role> roles, List<String> queues) {}

    record Keys(SealedMember member, List<SealedQueue> queues) {}

    record SealedMember(String name, String sealedIdentity) {}

    record SealedQueue(String queue, int epoch, String sealedIdentity) {}

    private final Mutiny.SessionFactory sessions;
    private final Keyring keyring;
    private final SecurityIdentity identity;

    KeysResource(Mutiny.SessionFactory sessions, Keyring keyring, SecurityIdentity identity) {
        this.sessions = sessions;
        this.keyring = keyring;
        this.identity = identity;
    }

    @GET
    @Path("/me")
    public Uni<Me> me() {
        Member member = Member.of(identity);
        return sessions.withSession(session -> keyring.queuesOf(session, member))
                .map(queues -> new Me(member.name(), member.roles(), queues));
    }

    @GET
    @Path("/keys")
    public Uni<Keys> keys() {
        String name = Member.of(identity).name();
        return sessions.withSession(session -> session.find(MemberKey.class, name)
                .onItem()
                .ifNull()
                .failWith(ProblemException::notFound)
                .chain(member -> queueKeys(session, name)
                        .map(queues -> new Keys(new SealedMember(name, member.sealedIdentity), queues))));
    }

    private static Uni<List<SealedQueue>> queueKeys(Mutiny.Session session, String member) {
        return session.createQuery("from QueueKey k where k.member = :member order by k.queue, k.epoch", QueueKey.class)
                .setParameter("member", member)
                .getResultList()
                .map(keys -> keys.stream()
                        .map(key -> new SealedQueue(key.queue, key.epoch, key.sealedIdentity))
                        .toList());
    }
}
