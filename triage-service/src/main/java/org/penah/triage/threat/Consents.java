package org.penah.triage.threat;

/**
 * The source's consents.
 *
 * @param alert protection organisations may be told that a threat exists
 * @param details staff may share details with them
 */
public record Consents(boolean alert, boolean details) {}
