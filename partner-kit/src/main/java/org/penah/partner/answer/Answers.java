package org.penah.partner.answer;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.AnswerLog;

/** Brings answers to Penah by the channel that the partner has, until Penah knows them. */
public final class Answers {

    /** Two slots of the longest kind: one that takes the answer, and the next, which says that it was taken. */
    private static final Duration PATIENCE = Duration.ofSeconds(125);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Home home;
    private final AnswerLog book;
    private final AnswerPost post;
    private final Duration patience;

    public Answers(Home home, AnswerLog book, Clock clock) {
        this(home, book, clock, PATIENCE);
    }

    Answers(Home home, AnswerLog book, Clock clock, Duration patience) {
        this.home = home;
        this.book = book;
        this.post = new AnswerPost(home, book, clock);
        this.patience = patience;
    }

    /**
     * Returns once Penah knows the answer.
     *
     * @param now post it at once even if there are slots; an observer of the line sees that
     * @param waiting is told what is waited for
     * @return false if Penah does not have it yet; the answer is kept for the next heartbeat
     * @throws IOException if it could not be posted
     */
    public boolean deliver(Answer answer, boolean now, Consumer<String> waiting)
            throws IOException, InterruptedException {
        if (now || !home.profile().hasSlots()) {
            waiting.accept("Posting your answer to Penah at once; an observer of your line sees it.");
            post.send(answer);
            return true;
        }
        waiting.accept("Your answer is kept. Penah's next heartbeat carries it, and the one after confirms it."
                + " That takes two slots, usually 20 seconds, and needs penah-partner receive to run. Waiting.");
        long end = System.nanoTime() + patience.toNanos();
        while (!book.isKnown(answer)) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(LOOK.toMillis());
        }
        return true;
    }
}
