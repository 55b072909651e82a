package org.penah.intake.inbox;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

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

    @Message
    String receipt_again();

    @Message
    String practice_heading();

    @Message
    String practice_label();

    @Message
    String practice_hint();
}
