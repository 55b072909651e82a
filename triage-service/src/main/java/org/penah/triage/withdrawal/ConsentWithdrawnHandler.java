package org.penah.triage.withdrawal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Keeps the desk from doing what a source no longer allows; intake-service tells notify-service by itself. */
@ApplicationScoped
class ConsentWithdrawnHandler implements EventHandler<ConsentWithdrawn> {

    private final Decisions decisions;

    ConsentWithdrawnHandler(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public String sender() {
        return "intake";
    }

    @Override
    public String type() {
        return "org.penah.consent.withdrawn.v1";
    }

    @Override
    public Class<ConsentWithdrawn> dataType() {
        return ConsentWithdrawn.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, ConsentWithdrawn withdrawn) {
        return decisions.take(session, withdrawn);
    }
}
