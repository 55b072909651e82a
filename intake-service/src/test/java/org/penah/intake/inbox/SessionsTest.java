package org.penah.intake.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.penah.sealing.receipt.Receipt;

class SessionsTest {

    private record Settings(Duration sessionLife, int mostSessions) implements InboxConfig {}

    private Instant now = Instant.parse("2026-11-25T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final Sessions sessions =
            new Sessions(clock.withZone(ZoneOffset.UTC), new Settings(Duration.ofMinutes(15), 3));
    private final InboxCredential receipt = new InboxCredential.OfReceipt(Receipt.generate());

    @Test
    void a_token_brings_its_receipt_back_once() {
        // Given
        String token = sessions.open(receipt);

        // When
        Optional<String> first = sessions.take(token).map(InboxCredential::written);
        Optional<String> second = sessions.take(token).map(InboxCredential::written);

        // Then
        assertThat(first).contains(receipt.written());
        assertThat(second).isEmpty();
    }

    @Test
    void who_came_with_a_mailbox_alone_is_not_taken_for_somebody_with_a_receipt() {
        // Given
        InboxCredential mailbox = new InboxCredential.OfMailbox("_-0Aa".repeat(8) + "xyz");

        // When
        Optional<InboxCredential> back = sessions.take(sessions.open(mailbox));

        // Then
        assertThat(back).contains(mailbox);
    }

    @Test
    void it_lasts_for_fifteen_minutes() {
        // Given
        String stays = sessions.open(receipt);
        now = now.plusSeconds(1);
        String goes = sessions.open(receipt);

        // When
        now = now.plus(Duration.ofMinutes(15).minusSeconds(2));
        Optional<InboxCredential> inTime = sessions.take(stays);
        now = now.plusSeconds(2);
        Optional<InboxCredential> late = sessions.take(goes);

        // Then
        assertThat(inTime).isPresent();
        assertThat(late).isEmpty();
    }

    @Test
    void what_has_ended_is_not_held_until_somebody_asks_for_it() {
        // Given
        sessions.open(receipt);
        sessions.open(receipt);
        now = now.plus(Duration.ofMinutes(15));

        // When
        sessions.open(receipt);

        // Then
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void of_too_many_the_oldest_goes() {
        // Given
        String oldest = sessions.open(receipt);
        String next = sessions.open(receipt);
        sessions.open(receipt);

        // When
        sessions.open(receipt);

        // Then
        assertThat(sessions.count()).isEqualTo(3);
        assertThat(sessions.take(oldest)).isEmpty();
        assertThat(sessions.take(next)).isPresent();
    }

    @Test
    void what_is_no_token_of_ours_opens_nothing() {
        // Given
        sessions.open(receipt);

        // When
        Optional<InboxCredential> short43 = sessions.take("A".repeat(43));
        Optional<InboxCredential> odd = sessions.take("../../etc/passwd");

        // Then
        assertThat(short43).isEmpty();
        assertThat(odd).isEmpty();
        assertThat(sessions.count()).isEqualTo(1);
    }
}
