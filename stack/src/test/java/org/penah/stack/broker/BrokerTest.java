package org.penah.stack.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.state.State;

class BrokerTest {

    @TempDir
    Path folder;

    /** Once events waited for good on a disk that was nine tenths full, with 25 GB left. */
    @Test
    void takesEventsOnEveryDiskOnWhichTheStackStarts() throws Exception {
        // When
        Configuration configuration = Broker.configuration(folder, 0);

        // Then
        assertThat(configuration.getMinDiskFree()).isPositive().isLessThan(State.NEEDED_BYTES / 2);
    }
}
