package org.penah.partner.attention;

import java.io.IOException;
import java.time.Duration;

/** Makes a person look, in one way; it carries one of two fixed sentences and nothing of any alert. */
interface Bell {

    /** Within this it has rung, or has failed. */
    Duration LONGEST = Duration.ofMinutes(1);

    /** Rings once. */
    void ring(String words) throws IOException, InterruptedException;
}
