package org.penah.triage.threat;

/**
 * Says what the source has consented to.
 *
 * @param alert protection organisations may be told that a threat exists
 * @param details staff may share details with them
 */
public record Consents(boolean alert, boolean details) {}
