package org.penah.partner.attention;

import java.io.IOException;

/** One way to make a person look; it carries fixed words and nothing of any alert. */
interface Bell {

    /** Rings once; within a minute it has, or has failed. */
    void ring() throws IOException, InterruptedException;
}
