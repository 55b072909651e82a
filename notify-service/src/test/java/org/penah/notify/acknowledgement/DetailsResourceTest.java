package org.penah.notify.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DetailsResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is no request needs nobody who could look anything up. */
    private final DetailsResource details = new DetailsResource(null, null, null, () -> Duration.ofHours(1));

    @Test
    void so_many_answers_wait_at_once_and_the_next_one_is_refused_until_one_is_over() {
        // Given
        var waiting = Stream.generate(this::ask).limit(DetailsResource.WAITING).toList();

        // When
        Response refused = ask().awaitItem().getItem();
        assertThat(details.waiting()).isEqualTo(DetailsResource.WAITING);
        waiting.get(0).cancel();
        assertThat(details.waiting()).isEqualTo(DetailsResource.WAITING - 1);
        var next = ask();

        // Then
        assertThat(refused.getStatus()).isEqualTo(503);
        waiting.subList(1, waiting.size()).forEach(UniAssertSubscriber::assertNotTerminated);
        next.assertNotTerminated();
    }

    @Test
    void no_answer_leaves_a_part_of_a_millisecond_too_soon() {
        for (int i = 0; i < 20; i++) {
            // Given
            long moment = System.nanoTime() + Duration.ofMillis(5).toNanos() + i * 50_000L;

            // When
            details.at(moment, Response.ok().build()).await().atMost(PATIENCE);

            // Then
            assertThat(System.nanoTime() - moment).isNotNegative();
        }
    }

    @Test
    void an_answer_that_is_late_leaves_at_once() {
        // Given
        Response late = Response.status(410).build();

        // When
        Response left = details.at(System.nanoTime() - Duration.ofSeconds(1).toNanos(), late)
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(left).isSameAs(late);
    }

    private UniAssertSubscriber<Response> ask() {
        Uni<Response> answer = details.fetch(null, null, null, new byte[0]);
        return answer.subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
