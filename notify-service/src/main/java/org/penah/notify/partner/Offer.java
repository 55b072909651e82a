package org.penah.notify.partner;

import java.util.UUID;

/** What must be known of a partner before anything is sent: who they are and what they want to hear. */
public record Offer(
        UUID id, String name, boolean acceptsSourceAsserted, int tier, boolean silent, boolean timingVisible) {}
