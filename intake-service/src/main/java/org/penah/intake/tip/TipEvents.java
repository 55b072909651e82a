package org.penah.intake.tip;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.penah.intake.form.Sealing;
import org.penah.intake.receipt.DecisionKey;
import org.penah.intake.tip.AlertAsserted.DetailsConsent;

/** Makes the events about a tip. */
record TipEvents(TipReceived received, Optional<AlertAsserted> alert) {

    /**
     * It raises an alert exactly if somebody is in danger and the source allowed it.
     *
     * @param canary whether our own synthetic source sent it
     */
    static TipEvents of(SealedTip tip, boolean flood, boolean canary, Deadlines deadlines, Instant now) {
        // Absent unless true, in both events.
        Boolean inFlood = flood ? Boolean.TRUE : null;
        Boolean synthetic = canary ? Boolean.TRUE : null;
        DecisionKey key = tip.mailbox().decisionKey();
        String decisionKey = key == null ? null : key.publicKey();
        Optional<Instant> dueBy = deadlines.dueBy(tip.threat(), now);
        Optional<AlertAsserted> alert = dueBy.filter(due -> tip.consents().alert())
                .map(due -> new AlertAsserted(
                        UUID.randomUUID(),
                        tip.threat(),
                        new DetailsConsent(tip.consents().details()),
                        List.of(tip.language()),
                        due,
                        inFlood,
                        synthetic,
                        decisionKey));
        var received = new TipReceived(
                UUID.randomUUID(),
                tip.blobId(),
                tip.queue(),
                tip.epoch(),
                tip.language(),
                tip.threat(),
                tip.consents(),
                tip.sealing(),
                tip.sizeClass(),
                LocalDate.ofInstant(now, ZoneOffset.UTC),
                dueBy.orElse(null),
                alert.map(AlertAsserted::alertId).orElse(null),
                inFlood,
                synthetic,
                tip.sealing() == Sealing.DEVICE ? tip.mailbox().replyTo() : null,
                decisionKey);
        return new TipEvents(received, alert);
    }
}
