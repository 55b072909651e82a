package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.DetailsReleased;
import org.penah.outbox.EventHandler;

/** Takes details that staff release. */
@ApplicationScoped
class ReleasedHandler implements EventHandler<DetailsReleased> {

    private final DetailsDelivery detailsDelivery;

    ReleasedHandler(DetailsDelivery detailsDelivery) {
        this.detailsDelivery = detailsDelivery;
    }

    @Override
    public String sender() {
        return "triage";
    }

    @Override
    public String type() {
        return DetailsReleased.TYPE;
    }

    @Override
    public Class<DetailsReleased> dataType() {
        return DetailsReleased.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, DetailsReleased released) {
        return detailsDelivery.release(session, released);
    }
}
