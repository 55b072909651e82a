package org.penah.partner.attention;

import java.io.IOException;

/** Makes a person look, in one way; it carries one of two fixed sentences and nothing of any alert. */
interface Bell {

    /** Rings once; within a minute it has, or has failed. */
    void ring(String words) throws IOException, InterruptedException;
}
