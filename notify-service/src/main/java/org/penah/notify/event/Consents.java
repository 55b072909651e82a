package org.penah.notify.event;

/**
 * Says what the source allowed beside the alert itself.
 *
 * @param details staff may hand over more than the alert says
 */
public record Consents(boolean details) {}
