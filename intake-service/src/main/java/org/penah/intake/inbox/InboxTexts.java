package org.penah.intake.inbox;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import org.penah.intake.mailbox.SentTip.Answer;

/** Every sentence about receipts and the inbox; the words are in {@code messages/inbox_<language>.properties}. */
@MessageBundle("inbox")
public interface InboxTexts {

    @Message
    String receipt_heading();

    @Message
    String receipt_why();

    @Message
    String receipt_digits();

    @Message
    String receipt_words();

    @Message
    String receipt_keep();

    @Message
    String receipt_hide();

    @Message
    String receipt_loss();

    @Message
    String receipt_limit();

    /** For a receipt that the service has put into the page. */
    @Message
    String receipt_known();

    /** For a receipt that the page's script has made. */
    @Message
    String receipt_own();

    /** For a receipt that its source has typed, and that the page's script has kept. */
    @Message
    String receipt_typed();

    @Message
    String receipt_again();

    @Message
    String practice_heading();

    @Message
    String practice_label();

    @Message
    String practice_hint();

    @Message
    String ask_heading();

    @Message
    String ask_why();

    @Message
    String ask_label();

    @Message
    String ask_hint();

    @Message
    String open();

    @Message
    String ask_limit();

    @Message
    String opening_heading();

    @Message
    String opening_browser();

    @Message
    String opening_untrusted();

    @Message
    String opening_choose();

    @Message
    String opening_works();

    @Message
    String opening_failed();

    @Message
    String opening_lost();

    @Message
    String lost_heading();

    @Message
    String lost_text();

    @Message
    String to_receipt();

    @Message
    String typed_digits(String count);

    @Message
    String typed_words(String count);

    @Message
    String trouble(InboxError trouble);

    @Message
    String trouble_text(InboxError trouble);

    @Message
    String inbox_heading();

    @Message
    String done(InboxResult done);

    @Message
    String reply_none();

    @Message
    String reply_heading(String number, String count);

    @Message
    String reply_day(String day);

    @Message
    String reply_new();

    @Message
    String reply_read();

    @Message
    String reply_closed();

    @Message
    String reply_part(String part, String parts);

    @Message
    String reply_next_part();

    @Message
    String reply_newer();

    @Message
    String reply_older();

    @Message
    String reply_delete();

    @Message
    String tip_heading(String number, String day);

    @Message
    String tip_waits();

    @Message
    String tip_opened(String day);

    @Message
    String tip_expired(String day);

    @Message
    String tip_answer(Answer answer);

    @Message
    String tip_answered(String day);

    @Message
    String tip_do_not_wait();

    @Message
    String tip_told();

    @Message
    String tip_stop_alert(String number);

    @Message
    String tip_stop_details(String number);

    @Message
    String tips_earlier();

    @Message
    String next_heading();

    @Message
    String next_more();

    @Message
    String next_look();

    @Message
    String next_erase();

    @Message
    String next_leave();

    @Message
    String next_once();

    @Message
    String next_kept(String days);

    @Message
    String question(Question question);

    @Message
    String question_text(Question question);

    @Message
    String question_limit(Question question);

    @Message
    String question_yes(Question question);

    @Message
    String question_no();

    @Message
    String no_way_back();

    @Message
    String erased_heading();

    @Message
    String erased_text();

    @Message
    String erased_danger();

    @Message
    String erased_limit();

    @Message
    String erased_receipt();

    @Message
    String received_come_back();

    @Message
    String to_inbox();
}
