package org.penah.triage.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Takes what notify-service says of alerts, in whatever order it comes. */
@ApplicationScoped
class AlertChangedHandler implements EventHandler<AlertChanged> {

    private final Alerts alerts;

    AlertChangedHandler(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public String sender() {
        return "notify";
    }

    @Override
    public String type() {
        return "org.penah.alert.changed.v1";
    }

    @Override
    public Class<AlertChanged> dataType() {
        return AlertChanged.class;
    }

    // A drill belongs to no tip; how it went is told of the partner. The alert may be news here: the two queues know
    // nothing of each other's order.
    @Override
    public Uni<Void> handle(Mutiny.Session session, AlertChanged changed) {
        if (changed.status() != null) {
            return Uni.createFrom().voidItem();
        }
        return alerts.changed(session, changed);
    }
}
