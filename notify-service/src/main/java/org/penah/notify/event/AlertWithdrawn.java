package org.penah.notify.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.decision.Decision;

/**
 * A source withdrew a consent, {@value #TYPE} on {@code penah.intake.notify}; it may come before the alert itself.
 *
 * @param consents what the source still allows, as intake-service says
 * @param signature the source's own, in base64url; null for tips from before there were such
 */
public record AlertWithdrawn(
        UUID alertId, Left consents, @Nullable String signature) {

    public static final String TYPE = "org.penah.alert.withdrawn.v1";

    /**
     * What is left.
     *
     * @param alert whether partners may know of the danger at all
     * @param details whether staff may hand over more than the alert says
     */
    public record Left(boolean alert, boolean details) {

        private static final Left EVERYTHING = new Left(true, true);

        /** What is left after what the source has signed under its key: everything, if this is no signature of it. */
        public static Left after(String signature, String key) {
            if (Decision.WITHDRAW_ALERT.isSigned(key, signature)) {
                return new Left(false, false);
            }
            return Decision.WITHDRAW_DETAILS.isSigned(key, signature) ? new Left(true, false) : EVERYTHING;
        }

        public boolean allowsAll() {
            return alert && details;
        }
    }

    public AlertWithdrawn {
        Valid.randomId(alertId);
        Valid.require(consents != null, "the withdrawal has no consents");
        Valid.require(!consents.allowsAll(), "nothing was withdrawn");
        Valid.require(signature == null || Decision.isSignature(signature), "the signature is none");
    }
}
