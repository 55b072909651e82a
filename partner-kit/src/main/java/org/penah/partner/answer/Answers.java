package org.penah.partner.answer;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Inbox;

/** Lets Penah know that somebody here has seen an alert, by the channel that the partner has. */
public final class Answers {

    /** Two slots of the longest kind: one that takes the answer, and the next, which says that it was taken. */
    private static final Duration PATIENCE = Duration.ofSeconds(125);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Home home;
    private final Inbox inbox;
    private final Clock clock;

    public Answers(Home home, Inbox inbox, Clock clock) {
        this.home = home;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Answers, and returns once Penah knows.
     *
     * @param now post it at once even where there are slots; whoever watches the line sees that
     * @throws IOException if Penah does not know; in slots the answer stays and goes with the next one
     */
    public void acknowledge(Alert alert, boolean now) throws IOException, InterruptedException {
        if (now || !home.profile().hasSlots()) {
            new Acknowledger(home, inbox, clock).acknowledge(alert);
            return;
        }
        inbox.answer(alert);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!inbox.isAcknowledged(alert)) {
            if (System.nanoTime() > end) {
                throw new IOException("your answer is kept and goes with the next heartbeat, but none has come: is"
                        + " penah-partner receive running? With --now it is posted at once");
            }
            Thread.sleep(LOOK.toMillis());
        }
    }
}
