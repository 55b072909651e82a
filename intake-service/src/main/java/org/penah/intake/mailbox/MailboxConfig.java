package org.penah.intake.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets how long things are remembered for those who come back. */
@ConfigMapping(prefix = "penah.mailbox")
interface MailboxConfig {

    /** After this many days a reply is deleted, and a tip's row once it has none; the page says so. At least 30. */
    @WithDefault("365")
    int keepDays();

    /**
     * For this many days a form that is sent again makes no second tip. A form can begin to be sent for two hours, but
     * one that failed comes back with new ones, in a page that may stay open. At least 7.
     */
    @WithDefault("30")
    int repeatDays();

    /** How often what is too old is looked for. */
    @WithDefault("1h")
    Duration pruneEvery();

    /** After this a source is told that something is broken, rather than left waiting. */
    @WithDefault("15s")
    Duration patience();
}
