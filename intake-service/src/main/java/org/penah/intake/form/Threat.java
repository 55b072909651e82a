package org.penah.intake.form;

import org.jspecify.annotations.Nullable;

/**
 * The threat that a source reports, as it travels in clear for routing.
 *
 * @param who is in danger
 * @param when present exactly if somebody is
 * @param region only if somebody is, and only if the source named one
 */
public record Threat(
        ThreatTarget who, @Nullable Urgency when, @Nullable Region region) {

    private static final Threat NONE = new Threat(ThreatTarget.NONE, null, null);

    public Threat {
        if ((who == ThreatTarget.NONE) != (when == null) || (who == ThreatTarget.NONE && region != null)) {
            throw new IllegalArgumentException("a threat has a time exactly if somebody is in danger");
        }
    }

    public static Threat none() {
        return NONE;
    }

    public boolean exists() {
        return who != ThreatTarget.NONE;
    }
}
