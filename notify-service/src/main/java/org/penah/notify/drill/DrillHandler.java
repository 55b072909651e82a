package org.penah.notify.drill;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.notify.alert.Alerts;
import org.penah.notify.event.DrillOrdered;
import org.penah.notify.partner.Partners;
import org.penah.outbox.EventHandler;

/** Opens a drill: an alert like any other, to one partner alone. */
@ApplicationScoped
class DrillHandler implements EventHandler<DrillOrdered> {

    private static final Logger LOG = Logger.getLogger(DrillHandler.class);

    private final Partners partners;
    private final Alerts alerts;

    DrillHandler(Partners partners, Alerts alerts) {
        this.partners = partners;
        this.alerts = alerts;
    }

    @Override
    public String sender() {
        return "triage";
    }

    @Override
    public String type() {
        return DrillOrdered.TYPE;
    }

    @Override
    public Class<DrillOrdered> dataType() {
        return DrillOrdered.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, DrillOrdered ordered) {
        return partners.drillable(session)
                .chain(candidates -> candidates.stream()
                        .filter(candidate -> candidate.name().equals(ordered.partner()))
                        .findFirst()
                        .map(partner -> alerts.openDrill(session, ordered.drillId(), partner.id()))
                        .orElseGet(DrillHandler::nobody));
    }

    private static Uni<Void> nobody() {
        LOG.error("the desk ordered a drill with an unknown partner");
        return Uni.createFrom().voidItem();
    }
}
