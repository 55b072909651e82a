package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.AlertAsserted;
import org.penah.outbox.EventHandler;

/** Takes what a source asserted. */
@ApplicationScoped
class AssertedHandler implements EventHandler<AlertAsserted> {

    private final Alerts alerts;

    AssertedHandler(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public String sender() {
        return "intake";
    }

    @Override
    public String type() {
        return AlertAsserted.TYPE;
    }

    @Override
    public Class<AlertAsserted> dataType() {
        return AlertAsserted.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, AlertAsserted asserted) {
        return alerts.assertBySource(session, asserted);
    }
}
