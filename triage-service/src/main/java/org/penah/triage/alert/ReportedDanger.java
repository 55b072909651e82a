package org.penah.triage.alert;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.Threat;

/**
 * The facts of a tip that matter for its alert.
 *
 * @param alertId present exactly if danger was reported and the source let us tell protection organisations at first
 * @param threat what the source reported; what staff found, if the source reported nothing and two of the desk raised an alert
 * @param found whether staff found it
 * @param raised whether two of the desk raised the alert without the source's consent, and the source has said nothing since
 * @param language that the source wrote in
 * @param decisionKey with which the source signs its withdrawals; null for tips from before such keys
 */
public record ReportedDanger(
        @Nullable UUID alertId,
        Threat threat,
        boolean found,
        Consents consents,
        boolean raised,
        String language,
        @Nullable String decisionKey) {

    /** The same tip, with a danger that staff found in it. */
    public ReportedDanger withFound(Threat finding) {
        return new ReportedDanger(alertId, finding, true, consents, raised, language, decisionKey);
    }
}
