package org.penah.triage.details;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Notes what became of details; of some whose tip was erased meanwhile nothing is noted. */
@ApplicationScoped
class DetailsChangedHandler implements EventHandler<DetailsChanged> {

    private final Releases releases;

    DetailsChangedHandler(Releases releases) {
        this.releases = releases;
    }

    @Override
    public String sender() {
        return "notify";
    }

    @Override
    public String type() {
        return "org.penah.details.changed.v1";
    }

    @Override
    public Class<DetailsChanged> dataType() {
        return DetailsChanged.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, DetailsChanged changed) {
        return releases.note(session, changed);
    }
}
