package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.outbox.EventHandler;

/** Takes what a source took back. */
@ApplicationScoped
class WithdrawnHandler implements EventHandler<AlertWithdrawn> {

    private final Alerts alerts;

    WithdrawnHandler(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public String sender() {
        return "intake";
    }

    @Override
    public String type() {
        return AlertWithdrawn.TYPE;
    }

    @Override
    public Class<AlertWithdrawn> dataType() {
        return AlertWithdrawn.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, AlertWithdrawn withdrawn) {
        return alerts.withdraw(session, withdrawn);
    }
}
