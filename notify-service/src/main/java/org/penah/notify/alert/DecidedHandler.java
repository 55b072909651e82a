package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.AlertDecided;
import org.penah.outbox.EventHandler;

/** Takes what the desk decided. */
@ApplicationScoped
class DecidedHandler implements EventHandler<AlertDecided> {

    private final Alerts alerts;

    DecidedHandler(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public String sender() {
        return "triage";
    }

    @Override
    public String type() {
        return AlertDecided.TYPE;
    }

    @Override
    public Class<AlertDecided> dataType() {
        return AlertDecided.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, AlertDecided decided) {
        return alerts.decide(session, decided);
    }
}
