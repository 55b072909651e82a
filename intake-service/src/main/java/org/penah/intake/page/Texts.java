package org.penah.intake.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import org.penah.intake.form.FormError;
import org.penah.intake.form.Region;
import org.penah.intake.form.ThreatTarget;
import org.penah.intake.form.Topic;
import org.penah.intake.form.Urgency;

/**
 * Every sentence that a source reads; the words are in {@code messages/msg_<language>.properties}.
 *
 * <p>Named with underscores because templates and translators read these names.
 */
@MessageBundle
public interface Texts {

    @Message
    String site_name();

    @Message
    String leave();

    @Message
    String languages();

    @Message
    String form_heading();

    @Message
    String form_promise();

    @Message
    String form_limit();

    @Message
    String safety_heading();

    @Message
    String safety_tor();

    @Message
    String safety_device();

    @Message
    String safety_sealing();

    @Message
    String safety_sealing_limit();

    @Message
    String safety_time();

    @Message
    String safety_time_limit();

    @Message
    String danger_question();

    @Message
    String danger_hint();

    @Message
    String soon_question();

    @Message
    String region_question();

    @Message
    String region_hint();

    @Message
    String region_none();

    @Message
    String consents_question();

    @Message
    String consents_hint();

    @Message
    String alert_label();

    @Message
    String alert_hint();

    @Message
    String details_label();

    @Message
    String details_hint();

    @Message
    String topic_question();

    @Message
    String message_question();

    @Message
    String message_hint();

    @Message
    String files_question();

    @Message
    String files_hint(String limit);

    @Message
    String files_warning();

    @Message
    String send();

    @Message
    String send_hint();

    @Message
    String keys_warning();

    @Message
    String error_prefix();

    @Message
    String faults_heading();

    @Message
    String unsure_heading();

    @Message
    String files_again();

    @Message
    String received_heading();

    @Message
    String received_sealed();

    @Message
    String received_danger();

    @Message
    String received_alert();

    @Message
    String received_no_alert();

    @Message
    String after_heading();

    @Message
    String after_close();

    @Message
    String after_device();

    @Message
    String after_silence();

    @Message
    String another();

    @Message
    String to_form();

    @Message
    String danger(ThreatTarget danger);

    @Message
    String soon(Urgency soon);

    @Message
    String region(Region region);

    @Message
    String topic(Topic topic);

    @Message
    String fault(FormError fault);

    @Message
    String notice(MessagePage notice);

    @Message
    String notice_text(MessagePage notice);

    @Message
    String notice_advice(MessagePage notice);
}
