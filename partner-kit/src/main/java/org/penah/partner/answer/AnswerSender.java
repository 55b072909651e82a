package org.penah.partner.answer;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.AnswerLog;

/** Posts answers from the page, for a partner without slots, until Penah has them. */
public final class AnswerSender implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final AnswerLog book;
    private final AnswerPost post;
    private final ScheduledFuture<?> running;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();

    public AnswerSender(Home home, AnswerLog book, Clock clock) {
        this(home, book, clock, PAUSE);
    }

    /**
     * The same with another pause.
     *
     * @param pause between two looks for answers that wait
     */
    public AnswerSender(Home home, AnswerLog book, Clock clock, Duration pause) {
        this.book = book;
        this.post = new AnswerPost(home, book, clock);
        this.running = rounds.scheduleWithFixedDelay(this::round, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            for (Answer answer : book.waiting()) {
                send(answer);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Throwable unreadable) {
            // The next round comes, after an Error, too: a jar that is replaced while it runs gives some.
        }
    }

    private void send(Answer answer) throws InterruptedException {
        try {
            post.send(answer);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Throwable notTaken) {
            // The page says that Penah does not know it, and the next round comes. Others need not wait for it.
        }
    }

    @Override
    public void close() {
        running.cancel(true);
        rounds.shutdownNow();
    }
}
