package org.penah.partner.answer;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.rounds.RoundMonitor;

/** Posts answers from the page, for a partner without slots, until Penah has them. */
public final class AnswerSender implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** One answer, and time for the disk before it. */
    private static final Duration LONGEST = PenahPost.DEADLINE.plusSeconds(10);

    private final AnswerLog book;
    private final AnswerPost post;
    private final RoundMonitor.Round round;
    private final ScheduledFuture<?> running;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    public AnswerSender(Home home, AnswerLog book, Clock clock, RoundMonitor rounds) {
        this(home, book, clock, rounds, PAUSE);
    }

    /**
     * The same with another pause.
     *
     * @param pause between two looks for answers that wait
     */
    public AnswerSender(Home home, AnswerLog book, Clock clock, RoundMonitor rounds, Duration pause) {
        this.book = book;
        this.post = new AnswerPost(home, book, clock);
        this.round = rounds.expect(RoundMonitor.Work.ANSWERS, pause, LONGEST);
        this.running = timer.scheduleWithFixedDelay(this::round, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            boolean all = true;
            for (Answer answer : book.waiting()) {
                all &= send(answer);
            }
            if (all) {
                round.ended();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Throwable unreadable) {
            // The next round comes, after an Error, too: a jar that is replaced while it runs gives some.
        }
    }

    /** False if the fault is ours. */
    private boolean send(Answer answer) throws InterruptedException {
        try {
            post.send(answer);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (IOException notTaken) {
            // The page says that Penah does not know it, and the next round comes. Others need not wait for it.
        } catch (Throwable fault) {
            return false;
        }
        // There may be many more before the round ends.
        round.ended();
        return true;
    }

    @Override
    public void close() {
        running.cancel(true);
        timer.shutdownNow();
    }
}
