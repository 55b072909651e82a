package org.penah.triage.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.testbed.bucket.BucketServer;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalBucket;
import org.penah.triage.Sent;
import org.penah.triage.TrustedDays;

/** The desk over a bucket instead of a directory. */
@QuarkusTest
@QuarkusTestResource(value = LocalBucket.class, restrictToAnnotatedClass = true)
class BucketTest {

    private static final Browser AYSEL = Browser.of("aysel");

    @Inject
    Desk desk;

    @Inject
    Retention retention;

    @Test
    void the_browser_gets_what_was_put_and_no_half_of_it() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        byte[] sealed = new byte[3_000_000];
        new Random(3).nextBytes(sealed);
        LocalBucket.current().put(tip.blobId().toString(), sealed);

        // When
        HttpResponse<byte[]> whole = blob(tip);
        LocalBucket.current().fail(BucketServer.Fault.ANSWER_CUT, Integer.MAX_VALUE);
        var half = assertThatThrownBy(() -> blob(tip));
        LocalBucket.current().fail(BucketServer.Fault.ANSWER_CUT, 0);

        // Then
        assertThat(whole.body()).isEqualTo(sealed);
        half.hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void a_tip_whose_object_is_gone_says_so() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        HttpResponse<String> gone = AYSEL.get(Desk.path(tip) + "/blob");

        // Then
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(Json.of(gone).path("type").asText()).isEqualTo("/problems/blob-gone");
    }

    @Test
    void the_timer_deletes_what_may_go_although_the_store_was_away_and_nothing_that_is_unread() throws Throwable {
        // Given
        Sent old = desk.receive(Sent.routine());
        AYSEL.post(Desk.path(old) + "/opened", "");
        AYSEL.post(
                Desk.path(old) + "/steps",
                "{\"stepId\":\"%s\",\"kind\":\"close\",\"note\":null}".formatted(UUID.randomUUID()));
        Sent unread = desk.receive(Sent.routine());
        List<String> keys =
                Stream.of(old, unread).map(tip -> tip.blobId().toString()).toList();
        keys.forEach(key -> LocalBucket.current().put(key, new byte[] {1, 2, 3}));
        LocalBucket.current().goAway();

        // When
        TrustedDays.at("2028-02-22T10:00:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(retention::letGo);
        });
        LocalBucket.current().comeBack();

        // Then
        await().atMost(Desk.LIMIT).until(() -> LocalBucket.current().keys(), left -> !left.contains(keys.get(0)));
        assertThat(LocalBucket.current().keys()).contains(keys.get(1));
        assertThat(AYSEL.get(Desk.path(unread)).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<byte[]> blob(Sent tip) {
        return AYSEL.send(AYSEL.request(Desk.path(tip) + "/blob"), BodyHandlers.ofByteArray());
    }
}
