package org.penah.intake.verify;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import org.penah.intake.form.Sealing;

/** Every sentence about the three sealings; the words are in {@code messages/seal_<language>.properties}. */
@MessageBundle("seal")
public interface SealTexts {

    @Message
    String before(Sealing sealing);

    @Message
    String before_limit(Sealing sealing);

    @Message
    String other_ways();

    @Message
    String was(Sealing sealing);

    @Message
    String choice_heading();

    @Message
    String choice_browser();

    @Message
    String choice_server();

    @Message
    String script_checking();

    @Message
    String script_checked();

    @Message
    String script_untrusted();

    @Message
    String script_unsigned();

    @Message
    String script_choose();

    @Message
    String script_failed();

    @Message
    String script_file();

    @Message
    String script_refused();

    @Message
    String script_stopped();

    @Message
    String progress_heading();

    @Message
    String progress_sent(String percent);

    @Message
    String progress_lost();

    @Message
    String progress_again();

    @Message
    String progress_paused();

    @Message
    String pause();

    @Message
    String resume();

    @Message
    String stop();

    @Message
    String sealed_question();

    @Message
    String sealed_hint(String limit);

    @Message
    String sealed_form();

    @Message
    String verify_heading();

    @Message
    String verify_promise();

    @Message
    String verify_limit();

    @Message
    String verify_page_warning();

    @Message
    String verify_need();

    @Message
    String verify_terminal();

    @Message
    String root_heading();

    @Message
    String root_compare();

    @Message
    String root_id();

    @Message
    String list_heading();

    @Message
    String list_save();

    @Message
    String list_serial();

    @Message
    String list_valid();

    @Message
    String list_until();

    @Message
    String list_older();

    @Message
    String check_heading();

    @Message
    String check_expect();

    @Message
    String check_stop();

    @Message
    String pack_heading();

    @Message
    String pack_how();

    @Message
    String pack_names();

    @Message
    String seal_heading();

    @Message
    String seal_whom();

    @Message
    String seal_danger();

    @Message
    String seal_key();

    @Message
    String seal_penah();

    @Message
    String seal_age();

    @Message
    String send_heading();

    @Message
    String send_how();

    @Message
    String send_after();
}
