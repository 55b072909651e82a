package org.penah.triage.tipalert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.AlertView;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.PartnerAlert;
import org.penah.triage.tip.AlertedTips;

/** Finds turns of alerts that somebody at the desk must hear of at once. */
@ApplicationScoped
public class AlertNotices {

    /**
     * An alert that partners call resolved: nobody is called any more, and only the desk can let it go on.
     *
     * @param partners who say so; empty if that cannot be read
     */
    public record Resolved(UUID tipId, List<String> partners) {}

    private final Alerts alerts;

    AlertNotices(Alerts alerts) {
        this.alerts = alerts;
    }

    /** Those of tips in these queues, until the desk lets them go on or cancels them; at most a hundred. */
    public Uni<List<Resolved>> resolved(Mutiny.Session session, List<String> queues) {
        return AlertedTips.saidResolved(session, queues)
                .chain(tips -> tips.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : alerts.views(
                                        session,
                                        tips.stream()
                                                .map(AlertedTips.OfTip::alertId)
                                                .toList())
                                .map(views -> tips.stream()
                                        .map(tip -> new Resolved(tip.tipId(), sayingSo(views.get(tip.alertId()))))
                                        .toList()));
    }

    private static List<String> sayingSo(@Nullable AlertView alert) {
        List<PartnerAlert> partners = alert == null ? null : alert.partners();
        return partners == null
                ? List.of()
                : partners.stream()
                        .filter(partner -> partner.state() == PartnerAlert.State.RESOLVED)
                        .map(PartnerAlert::name)
                        .toList();
    }
}
