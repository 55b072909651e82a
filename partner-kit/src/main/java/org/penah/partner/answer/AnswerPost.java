package org.penah.partner.answer;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.AnswerLog;

/** Posts answers to Penah, one by one. */
final class AnswerPost {

    /** How Penah replies to what it has kept and what keeps nobody from being called. */
    private static final int UNCOUNTED = 202;

    private final Home home;
    private final AnswerLog book;
    private final PenahPost post;

    AnswerPost(Home home, AnswerLog book, Clock clock) {
        this.home = home;
        this.book = book;
        this.post = new PenahPost(home, clock);
    }

    /**
     * Posts an answer, and remembers that Penah has it. A repeat does no harm.
     *
     * @throws IOException if Penah could not be reached or did not take it
     */
    void send(Answer answer) throws IOException, InterruptedException {
        @Nullable URI address = home.credentials().acknowledgements();
        if (address == null) {
            throw new IOException("penah.json names no address for answers: only heartbeats carry them");
        }
        byte[] body = answer.json().getBytes(StandardCharsets.US_ASCII);
        int status = post.send(address, UUID.randomUUID().toString(), body).status();
        if (status / 100 != 2) {
            throw new IOException("Penah did not take the answer (HTTP " + status + ")");
        }
        if (status == UNCOUNTED) {
            book.knowUncounted(answer);
        } else {
            book.know(answer);
        }
    }
}
