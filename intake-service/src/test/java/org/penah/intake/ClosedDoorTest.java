package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.sealing.receipt.Receipt;

@QuarkusTest
@TestProfile(ClosedDoorTest.LongPastTheirDay.class)
class ClosedDoorTest {

    /** Keys that ended fifteen days ago: one day past the grace. */
    public static class LongPastTheirDay implements QuarkusTestProfile {

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(LocalPostgres.class),
                    new TestResourceEntry(LocalBroker.class),
                    new TestResourceEntry(LocalKeys.class, Map.of("endedDaysAgo", "15")));
        }
    }

    private final Source source = new Source();

    @Test
    void without_keys_in_force_the_page_says_that_it_is_closed() {
        // When
        HttpResponse<String> page = source.get("/en/tip");

        // Then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("The form is closed for now").doesNotContain("<form");
    }

    @Test
    void without_keys_in_force_nothing_is_taken() {
        // Given
        Multipart form = new Multipart()
                .field("once", "x".repeat(43))
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "x");

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("The form is closed for now");
        assertThat(Source.blobs()).isEmpty();
        assertThat(LocalPostgres.ask("select tip_id from tip")).isEmpty();
    }

    @Test
    void without_keys_in_force_an_inbox_opens_with_its_receipt() {
        // Given
        Receipt receipt = Receipt.generate();
        String mailbox =
                HexFormat.of().formatHex(receipt.derive(LocalKeys.RECEIPTS).mailboxHash());
        UUID tip = UUID.randomUUID();
        LocalPostgres.run("insert into tip (tip_id, day, mailbox) values ('" + tip + "', '2026-11-24', decode('"
                + mailbox + "', 'hex'))");

        // When
        HttpResponse<String> page = source.post("/en/inbox", Map.of("receipt", receipt.toDigits()));

        // Then
        LocalPostgres.run("delete from tip where tip_id = '" + tip + "'");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("24 November 2026");
    }
}
