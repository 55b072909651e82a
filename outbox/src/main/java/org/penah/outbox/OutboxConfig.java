package org.penah.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Sets how the outbox sends events. */
@ConfigMapping(prefix = "penah.outbox")
interface OutboxConfig {

    /** This service's name, such as {@code intake}: the sender of its events. */
    String service();

    /** The services that its events are for, each with the address at the broker that leads to it. */
    Map<String, String> to();

    /** How often the relay looks without being woken: the longest that a lost wake-up delays an event. */
    @WithDefault("1s")
    Duration poll();

    /**
     * After this time a batch begins no further event: its connection is silent until it deletes the batch, and {@code
     * penah.database.silence} would close it.
     */
    @WithDefault("10s")
    Duration batch();

    /** For how long nothing may leave, or the database be away, before {@code penah_outbox_stuck} says so. */
    @WithDefault("2m")
    Duration patience();
}
