package org.penah.outbox;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** Sets what a service does about its machine's clock. */
@ConfigMapping(prefix = "penah.clock")
interface ClockConfig {

    /** By how much the clock may be set back before the process ends, to be started again; absent where no job goes by it. */
    Optional<Duration> setBack();
}
