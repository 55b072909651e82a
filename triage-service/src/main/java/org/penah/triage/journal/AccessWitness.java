package org.penah.triage.journal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.access.Witness;

/** Writes into the journal who was refused and who was asked once more. */
@ApplicationScoped
class AccessWitness implements Witness {

    private final Mutiny.SessionFactory sessions;
    private final Journal journal;

    AccessWitness(Mutiny.SessionFactory sessions, Journal journal) {
        this.sessions = sessions;
        this.journal = journal;
    }

    @Override
    public Uni<Void> refused(Member who, String route) {
        return once(who, Deed.REFUSED, route);
    }

    @Override
    public Uni<Void> steppedUp(Member who) {
        return once(who, Deed.STEPPED_UP, who.name());
    }

    private Uni<Void> once(Member who, Deed deed, String which) {
        return sessions.withTransaction(session -> journal.recordOnceADay(session, who, deed, which));
    }
}
