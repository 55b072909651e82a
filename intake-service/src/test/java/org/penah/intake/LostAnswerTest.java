package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database keeps a tip, and the connection breaks before it can say so: the worst moment for a retry. */
@QuarkusTest
@TestProfile(LostAnswerTest.BehindLossyLine.class)
class LostAnswerTest {

    public static class BehindLossyLine implements QuarkusTestProfile {

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(LossyPostgres.class),
                    new TestResourceEntry(LocalBroker.class),
                    new TestResourceEntry(LocalKeys.class));
        }
    }

    private final Source source = new Source();

    @Test
    void a_tip_whose_commit_is_not_answered_is_sent_again_and_is_one_tip() {
        // Given
        List<Path> before = Source.blobs();
        String once = source.once();
        LossyPostgres.loseNextAnswer();
        HttpResponse<String> unsure = source.post(tip(once));

        // When
        HttpResponse<String> again = source.post(tip(Source.once(unsure)));

        // Then
        assertThat(LossyPostgres.hasLostIt()).isTrue();
        assertThat(unsure.statusCode()).isEqualTo(503);
        assertThat(unsure.body()).contains("We do not know whether your tip arrived", "What I saw.</textarea>", once);
        assertThat(again.body()).contains("We already have this one");
        assertThat(LocalPostgres.ask("select tip_id from tip")).hasSize(1);
        String blobId = Source.newBlob(before).getFileName().toString();
        assertThat(blobId).doesNotEndWith(".part");
        await().atMost(Duration.ofSeconds(20))
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
