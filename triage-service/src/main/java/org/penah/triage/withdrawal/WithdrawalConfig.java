package org.penah.triage.withdrawal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a source's erasure of an unread report of danger waits for. */
@ConfigMapping(prefix = "penah.withdrawal")
interface WithdrawalConfig {

    /** For so long staff can still read it; the page that a source erases on says the same. */
    @WithDefault("24h")
    Duration pause();
}
