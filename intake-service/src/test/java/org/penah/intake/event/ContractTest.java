package org.penah.intake.event;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.intake.Contract;
import org.penah.outbox.EventJson;

/** What we take is what the contract says, and nothing else. */
class ContractTest {

    @Test
    void tip_opened() throws IOException {
        Contract.roundTrip("tip-opened", "tip-opened.v1", TipOpened.class, TipOpened.TYPE);
    }

    @Test
    void tip_alerted() throws IOException {
        Contract.roundTrip("tip-alerted", "tip-alerted.v1", TipAlerted.class, TipAlerted.TYPE);
    }

    @Test
    void tip_expired() throws IOException {
        Contract.roundTrip("tip-expired", "tip-expired.v1", TipExpired.class, TipExpired.TYPE);
    }

    @Test
    void reply_sent() throws IOException {
        Contract.roundTrip("reply-sent", "reply-sent.v1", ReplySent.class, ReplySent.TYPE);
    }

    @ParameterizedTest
    @CsvSource({
        "YWdlLWVuY3J5cHRpb24,YWdlLWVuY3J5cHRpb2",
        "YWdlLWVuY3J5cHRpb24,YWdl*WVuY3J5cHRpb24",
        "YWdlLWVuY3J5cHRpb24,YWdlYWdlLWVuY3J5cHRpb24",
        "sealed,text"
    })
    void a_reply_of_another_size_or_shape_is_refused(String sent, String altered) throws IOException {
        // Given
        byte[] event = new String(Contract.sample("reply-sent"), StandardCharsets.UTF_8)
                .replaceFirst(sent, altered)
                .getBytes(StandardCharsets.UTF_8);

        // When
        var read = assertThatThrownBy(() -> EventJson.read(event, ReplySent.class));

        // Then
        read.isInstanceOf(IllegalArgumentException.class);
    }
}
