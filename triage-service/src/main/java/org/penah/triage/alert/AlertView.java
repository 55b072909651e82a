package org.penah.triage.alert;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert for the console.
 *
 * @param partners who was told; left out in lists
 */
public record AlertView(
        UUID alertId,
        Basis basis,
        AlertState state,
        @Nullable Decision decision,
        @Nullable List<PartnerState> partners) {

    static AlertView of(Alert alert) {
        return new AlertView(alert.alertId, alert.basis, alert.state, alert.decision, alert.partners);
    }

    /** The same without its partners. */
    public AlertView brief() {
        return new AlertView(alertId, basis, state, decision, null);
    }
}
