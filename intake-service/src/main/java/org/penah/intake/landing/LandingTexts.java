package org.penah.intake.landing;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts of the first page, from {@code messages/home_<language>.properties}. */
@MessageBundle("home")
public interface LandingTexts {

    @Message
    String heading();

    @Message
    String lead();

    @Message
    String danger_question();

    @Message
    String danger_after();

    @Message
    String danger_limit();

    @Message
    String danger_nearby();

    @Message
    String danger_yes();

    @Message
    String write();

    @Message
    String where_heading();

    @Message
    String where_onion();

    @Message
    String where_outside();

    @Message
    String where_tor();

    @Message
    String where_better();

    @Message
    String where_neither();

    @Message
    String where_unknown();

    @Message
    String safer_heading();

    @Message
    String safer_tor();

    @Message
    String safer_device();

    @Message
    String safer_network();

    @Message
    String safer_names();

    @Message
    String safer_traces();

    @Message
    String safer_alone();

    @Message
    String readers_heading();

    @Message
    String readers_staff();

    @Message
    String readers_queues();

    @Message
    String readers_partners();

    @Message
    String kept_heading();

    @Message
    String kept_words();

    @Message
    String kept_person();

    @Message
    String kept_day();

    @Message
    String kept_visit();

    @Message
    String open_heading();

    @Message
    String open_spyware();

    @Message
    String open_yourself();

    @Message
    String open_moment();

    @Message
    String open_help();

    @Message
    String next_heading();

    @Message
    String next_write();

    @Message
    String next_sealed();

    @Message
    String next_read();

    @Message
    String leave_heading();

    @Message
    String leave_link();

    @Message
    String leave_limit();

    @Message
    String leave_after();
}
