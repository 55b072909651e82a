package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class OutageTest {

    private final Source source = new Source();

    @AfterEach
    void comeBack() {
        LocalPostgres.comeBack();
    }

    @Test
    void without_its_database_nothing_is_kept_and_the_source_is_told_so() {
        // Given
        List<Path> before = Source.blobs();
        String once = source.once();
        LocalPostgres.goAway();

        // When
        HttpResponse<String> page = source.post(tip(once));

        // Then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body())
                .contains("Nothing was kept, and your text is still here", "What I saw.</textarea>", once);
        Source.nothingNewSince(before);
    }

    @Test
    void the_same_page_can_be_sent_again_when_the_database_is_back() {
        // Given
        String once = source.once();
        LocalPostgres.goAway();
        source.post(tip(once));
        LocalPostgres.comeBack();

        // When
        HttpResponse<String> page = source.post(tip(once));

        // Then
        assertThat(page.body()).contains("<h1>Received</h1>");
    }

    @Test
    void without_its_broker_a_tip_is_received_and_told_later() {
        // Given
        List<Path> before = Source.blobs();
        LocalBroker.goAway();

        // When
        HttpResponse<String> page;
        try {
            page = source.post(tip(source.once()));
        } finally {
            LocalBroker.comeBack();
        }

        // Then
        assertThat(page.body()).contains("<h1>Received</h1>");
        String blobId = Source.newBlob(before).getFileName().toString();
        await().atMost(Duration.ofSeconds(40))
                .until(() ->
                        LocalBroker.arrived("penah.intake.triage").stream().anyMatch(event -> event.contains(blobId)));
    }

    private static Multipart tip(String once) {
        return new Multipart()
                .field("once", once)
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "What I saw.")
                .file("a.txt", "text/plain", new byte[200_000]);
    }
}
