package org.penah.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Tips go into a bucket instead of a directory. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
@QuarkusTestResource(value = LocalBucket.class, restrictToAnnotatedClass = true)
class BucketTest {

    private final Source source = new Source();

    @ConfigProperty(name = "quarkus.management.test-port", defaultValue = "9001")
    int management;

    @Test
    void a_tip_is_in_the_bucket_when_its_source_is_told_and_opens_with_the_queues_key() throws Exception {
        // Given
        List<String> before = LocalBucket.current().keys();

        // When
        HttpResponse<String> page = source.post(tip(source.once()));

        // Then
        assertThat(page.body()).contains("<h1>Received</h1>");
        String key = newKey(before);
        Path copy = Files.write(
                Files.createTempFile("blob", ""), LocalBucket.current().content(key));
        assertThat(LocalKeys.open(copy, "general").readAllBytes()).isNotEmpty();
        Source.nothingNewSince(List.of());
        await().atMost(Duration.ofSeconds(40))
                .until(() ->
                        LocalBroker.arrived("penah.intake.triage").stream().anyMatch(event -> event.contains(key)));
    }

    @Test
    void without_its_store_nothing_is_kept_and_the_same_page_can_be_sent_again() {
        // Given
        String once = source.once();
        List<String> before = LocalBucket.current().keys();
        LocalBucket.current().goAway();

        // When
        HttpResponse<String> refused = source.post(tip(once));
        boolean ready = isUp("ready");
        boolean well = isUp("well");
        LocalBucket.current().comeBack();
        HttpResponse<String> again = source.post(tip(once));

        // Then
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body())
                .contains("Nothing was kept, and your text is still here", "What I saw.</textarea>", once);
        assertThat(ready).isTrue();
        assertThat(well).isFalse();
        assertThat(again.body()).contains("<h1>Received</h1>");
        assertThat(isUp("well")).isTrue();
        newKey(before);
        Source.nothingNewSince(List.of());
    }

    @Test
    void a_repeat_leaves_no_second_object() {
        // Given
        String once = source.once();
        List<String> before = LocalBucket.current().keys();
        source.post(tip(once));

        // When
        HttpResponse<String> again = source.post(tip(once));

        // Then
        assertThat(again.body()).contains("We already have this one");
        newKey(before);
    }

    private boolean isUp(String kind) {
        String status = given().port(management).get("/q/health/" + kind).path("status");
        return equalTo("UP").matches(status);
    }

    private static String newKey(List<String> before) {
        List<String> now = new ArrayList<>(LocalBucket.current().keys());
        now.removeAll(before);
        assertThat(now).hasSize(1);
        return now.get(0);
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
