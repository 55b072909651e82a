package org.penah.intake.receipt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Sets how many derivations may wait for their turn. */
@ConfigMapping(prefix = "penah.receipts")
interface ReceiptKdfConfig {

    /** At about a millisecond each on two cores, the last of these waits five seconds. */
    @WithDefault("10000")
    int mostWaiting();
}
