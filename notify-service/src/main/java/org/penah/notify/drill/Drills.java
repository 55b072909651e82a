package org.penah.notify.drill;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.notify.alert.Alerts;
import org.penah.notify.event.DrillOrdered;
import org.penah.notify.partner.Partners;
import org.penah.outbox.EventHandler;

/** Opens a drill: an alert like any other, to one partner alone. */
@ApplicationScoped
class Drills {

    private static final Logger LOG = Logger.getLogger(Drills.class);

    private final Partners partners;
    private final Alerts alerts;

    Drills(Partners partners, Alerts alerts) {
        this.partners = partners;
        this.alerts = alerts;
    }

    @Produces
    @Singleton
    EventHandler<DrillOrdered> onDrillOrdered() {
        return EventHandler.of("triage", DrillOrdered.TYPE, DrillOrdered.class, this::open);
    }

    private Uni<Void> open(Mutiny.Session session, DrillOrdered ordered) {
        return partners.drillable(session)
                .chain(candidates -> candidates.stream()
                        .filter(candidate -> candidate.name().equals(ordered.partner()))
                        .findFirst()
                        .map(partner -> alerts.openDrill(session, ordered.drillId(), partner.id()))
                        .orElseGet(Drills::nobody));
    }

    private static Uni<Void> nobody() {
        LOG.error("the desk ordered a drill with an unknown partner");
        return Uni.createFrom().voidItem();
    }
}
