package org.penah.triage.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;

/** Answers the request of a signed-in member, with a session of the database. */
@ApplicationScoped
public class MemberRequest {

    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity identity;

    MemberRequest(Mutiny.SessionFactory sessions, SecurityIdentity identity) {
        this.sessions = sessions;
        this.identity = identity;
    }

    /** Whose request it is. */
    public Member member() {
        return Member.of(identity);
    }

    /** Answers a question, without a transaction. */
    public <T> Uni<T> read(BiFunction<Mutiny.Session, Member, Uni<T>> question) {
        Member member = member();
        return sessions.withSession(session -> question.apply(session, member));
    }

    /** Does something in one transaction. */
    public <T> Uni<T> change(BiFunction<Mutiny.Session, Member, Uni<T>> deed) {
        Member member = member();
        return sessions.withTransaction(session -> deed.apply(session, member));
    }
}
