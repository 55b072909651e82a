package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.AlertAnswered;
import org.penah.notify.event.AlertChanged;
import org.penah.notify.partner.Offer;
import org.penah.notify.partner.Partners;
import org.penah.outbox.Outbox;

/** Tells the desk, and the source's mailbox, how an alert stands; in the transaction that changed it. */
@ApplicationScoped
class News {

    private static final String DESK = "penah.desk";
    private static final String MAILBOX = "penah.mailbox";

    private final Outbox outbox;
    private final Partners partners;
    private final Clock clock;

    News(Outbox outbox, Partners partners, Clock clock) {
        this.outbox = outbox;
        this.partners = partners;
        this.clock = clock;
    }

    Uni<Void> changed(Mutiny.Session session, Alert alert, List<Notice> notices) {
        alert.revision++;
        return partners.offers(session).chain(offers -> {
            Map<UUID, String> names = offers.stream().collect(Collectors.toMap(Offer::id, Offer::name));
            Function<Notice, AlertChanged.Told> told = notice -> new AlertChanged.Told(
                    Objects.requireNonNull(names.get(notice.partnerId)), notice.state, notice.attempts, notice.since);
            AlertChanged changed = new AlertChanged(
                    alert.id,
                    alert.revision,
                    alert.state,
                    alert.basis,
                    notices.stream().map(told).toList());
            return outbox.append(session, DESK, AlertChanged.TYPE, changed);
        });
    }

    Uni<Void> answered(Mutiny.Session session, Alert alert) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return outbox.append(session, MAILBOX, AlertAnswered.TYPE, new AlertAnswered(alert.id, alert.state, today));
    }
}
