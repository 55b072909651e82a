package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.notify.event.DrillOrdered;
import org.penah.notify.partner.Offer;
import org.penah.notify.partner.Partners;
import org.penah.outbox.EventHandler;

/** Opens a drill: an alert like any other, to one partner alone. */
@ApplicationScoped
class DrillHandler implements EventHandler<DrillOrdered> {

    private static final Logger LOG = Logger.getLogger(DrillHandler.class);

    private final Partners partners;
    private final News news;
    private final Clock clock;

    DrillHandler(Partners partners, News news, Clock clock) {
        this.partners = partners;
        this.news = news;
        this.clock = clock;
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
                .chain(offers -> offers.stream()
                        .filter(offer -> offer.name().equals(ordered.partner()))
                        .findFirst()
                        .map(partner -> open(session, ordered, partner))
                        .orElseGet(DrillHandler::nobody));
    }

    private Uni<Void> open(Mutiny.Session session, DrillOrdered ordered, Offer partner) {
        return session.find(Alert.class, ordered.drillId())
                .chain(known -> known != null ? Uni.createFrom().voidItem() : start(session, ordered, partner));
    }

    private Uni<Void> start(Mutiny.Session session, DrillOrdered ordered, Offer partner) {
        Alert drill = Alert.drill(ordered.drillId(), clock.instant());
        Notice notice = Notice.open(drill.id, partner.id(), clock.instant());
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return session.persistAll(drill, notice)
                .chain(() -> partners.drill(session, partner.id(), drill.id, today))
                .chain(() -> news.changed(session, TrackedAlert.opened(drill, notice)))
                .chain(() -> Alerts.wakeDelivery(session));
    }

    private static Uni<Void> nobody() {
        LOG.error("a drill was ordered with a partner that is not known here");
        return Uni.createFrom().voidItem();
    }
}
