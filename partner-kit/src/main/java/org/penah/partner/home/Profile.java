package org.penah.partner.home;

import java.net.URI;

/**
 * The profile that a partner gives Penah; nothing in it is secret.
 *
 * @param name 1 to 31 lower-case letters, digits and hyphens
 * @param url where alerts are to be sent
 * @param recipient {@code age1pq1…}, whom they are sealed to
 * @param acknowledgementKey {@code whpk_…}, what answers are verified with
 * @param acceptsSourceAsserted send alerts at once, before Penah's desk has confirmed them
 * @param channel {@code slots} or {@code edge}
 */
public record Profile(
        String name,
        URI url,
        String recipient,
        String acknowledgementKey,
        boolean acceptsSourceAsserted,
        String channel) {

    /** The same request in the same rhythm always: nobody on the way sees when there is an alert. */
    public static final String SLOTS = "slots";

    /** One request for each event: its timing is visible. */
    public static final String EDGE = "edge";

    public Profile {
        if (name == null || !name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException("a name has 1 to 31 lower-case letters, digits and hyphens");
        }
        channel = channel == null ? SLOTS : channel;
        if (!channel.equals(SLOTS) && !channel.equals(EDGE)) {
            throw new IllegalArgumentException("a channel is slots or edge");
        }
    }

    /** Whether Penah is to be heard all the time. */
    public boolean hasSlots() {
        return channel.equals(SLOTS);
    }
}
