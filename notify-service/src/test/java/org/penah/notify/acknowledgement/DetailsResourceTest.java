package org.penah.notify.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DetailsResourceTest {

    /** What is no request needs nobody who could look anything up. */
    private final DetailsResource details = new DetailsResource(null, null, () -> Duration.ofHours(1));

    @Test
    void so_many_answers_wait_at_once_and_the_next_one_is_refused_until_one_is_over() {
        // Given
        var waiting = Stream.generate(this::ask).limit(DetailsResource.WAITING).toList();

        // When
        Response refused = ask().awaitItem().getItem();
        waiting.get(0).cancel();
        var next = ask();

        // Then
        assertThat(refused.getStatus()).isEqualTo(503);
        waiting.subList(1, waiting.size()).forEach(UniAssertSubscriber::assertNotTerminated);
        next.assertNotTerminated();
    }

    private UniAssertSubscriber<Response> ask() {
        Uni<Response> answer = details.fetch(null, null, null, new byte[0]);
        return answer.subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
