package org.penah.partner.attention;

import java.io.IOException;

/** One way to make a person look; it carries one of two fixed sentences and nothing of any alert. */
interface Bell {

    /** Rings once; within a minute it has, or has failed. */
    void ring(String words) throws IOException, InterruptedException;
}
