package org.penah.intake.flood;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts of the waiting page, from {@code messages/flood_<language>.properties}. */
@MessageBundle("flood")
public interface FloodTexts {

    @Message
    String waiting_heading();

    @Message
    String waiting_text();

    @Message
    String waiting_advice();
}
