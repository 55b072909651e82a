package org.penah.intake.tip;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Sets the limits of a tip, and how long storing one may take. */
@ConfigMapping(prefix = "penah.tips")
interface TipConfig {

    /** Staff look within this time at a danger of hours. */
    @WithDefault("15m")
    Duration dueWithinHours();

    /** Staff look within this time at a danger of days. */
    @WithDefault("12h")
    Duration dueWithinDays();

    /** How long a blob may take to its store: less than the connection's idle timeout, or nobody hears the answer. */
    @WithDefault("100s")
    Duration delivery();

    /** After this the source is told that the tip was not kept, rather than left waiting. */
    @WithDefault("15s")
    Duration patience();

    /** SHA-256 of the mailbox of our own synthetic source, in hexadecimal: what comes there is marked as canary tips. */
    Optional<String> canaryMailbox();
}
