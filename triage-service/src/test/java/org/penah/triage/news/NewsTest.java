package org.penah.triage.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class NewsTest {

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Test
    void a_change_is_told_at_once_to_somebody_who_holds_the_queues_key_and_to_nobody_else() {
        // Given
        List<String> toAysel = listen("aysel");
        List<String> toRauf = listen("rauf");
        await().atMost(Desk.LIMIT).until(() -> news(toAysel) >= 1 && news(toRauf) >= 1);
        long before = news(toRauf);

        // When something happens in a queue that only Aysel reads, again and again, until she has heard of it
        long heard = news(toAysel);
        await().atMost(Desk.LIMIT).until(() -> {
            desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
            return news(toAysel) > heard;
        });

        // Then
        assertThat(news(toRauf)).isEqualTo(before);
        assertThat(toAysel).noneMatch(line -> line.contains("threat"));
    }

    @Test
    void the_desk_of_the_queue_that_a_tip_leaves_is_woken_too() throws SQLException {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        List<String> woken =
                LocalPostgres.woken("update tip set queue = 'threat', epoch = 1 where tip_id = '" + tip.tipId() + "'");

        // Then
        assertThat(woken).contains("general", "threat");
    }

    /** The lines of a stream, as they come. */
    private static List<String> listen(String account) {
        Browser browser = Browser.of(account);
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpResponse<Stream<String>> stream = browser.send(
                browser.request("/api/news").header("Sec-Fetch-Site", "same-origin"), BodyHandlers.ofLines());
        assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        Thread reader = new Thread(() -> stream.body().forEach(lines::add));
        reader.setDaemon(true);
        reader.start();
        return lines;
    }

    private static long news(List<String> lines) {
        return lines.stream()
                .filter(line -> line.replace(" ", "").equals("event:news"))
                .count();
    }
}
