package org.penah.partner.answer;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.Home;
import org.penah.partner.rounds.RoundMonitor;

/**
 * Asks for details at the same moments always, once each time, whether there are any or not: an observer of the line does not
 * see that something was written about an alert.
 */
public final class DetailsFetcher implements AutoCloseable {

    /** Shorter than the five minutes in which Penah repeats an answer that was lost. */
    private static final Duration BEAT = Duration.ofMinutes(2);

    /** Longer than it takes to look into the inbox, and to write a request's id down: neither may move the moment. */
    private static final Duration HOLD = Duration.ofSeconds(2);

    /** A request, and time for the first look into an inbox before it. */
    private static final Duration LONGEST = PenahPost.DEADLINE.plusSeconds(30);

    /** So often is one asked for again before others: in the five minutes, at this beat. */
    private static final int REPEATS = 2;

    /** How Penah answers whom it has understood: with details, that it knows no such alert, that there are none. */
    private static final Set<Integer> ANSWERS = Set.of(200, 401, 410);

    /** What there may be to fetch. */
    @FunctionalInterface
    public interface Source {
        List<Details.Ready> ready() throws IOException;
    }

    private final Details details;
    private final Source source;
    private final PrintStream screen;
    private final Set<Details.Ready> gone = new HashSet<>();
    private Details.Request next = Details.Request.forNothing();
    private Details.@Nullable Request unanswered;
    private int repeats;
    private final RoundMonitor.Round looks;
    private final RoundMonitor.Round requests;
    private final List<ScheduledFuture<?>> running;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    public DetailsFetcher(Home home, Source source, Clock clock, PrintStream screen, RoundMonitor rounds) {
        this(home, source, clock, screen, rounds, BEAT, HOLD);
    }

    /** With another beat, for tests. */
    public DetailsFetcher(
            Home home,
            Source source,
            Clock clock,
            PrintStream screen,
            RoundMonitor rounds,
            Duration beat,
            Duration hold) {
        this.details = new Details(home, clock);
        this.source = source;
        this.screen = screen;
        this.looks = rounds.expect(RoundMonitor.Work.DETAILS, beat, LONGEST);
        this.requests = rounds.expect(RoundMonitor.Work.DETAILS, beat, LONGEST);
        // Each at its own time: a sleep after the look is rounded to a millisecond, so how long the look took would
        // show.
        this.running = List.of(
                timer.scheduleAtFixedRate(this::look, 0, beat.toMillis(), TimeUnit.MILLISECONDS),
                timer.scheduleAtFixedRate(this::ask, hold.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void look() {
        try {
            next = next();
            looks.ended();
        } catch (Throwable fault) {
            // Thrown on, it would end all rounds, and so would an Error: a jar that is replaced while it runs gives
            // some.
            report("the inbox: " + fault.getMessage());
            next = details.requestForNothing();
        }
    }

    private void ask() {
        Details.Request request = next;
        try {
            int status = details.ask(request);
            if (status == 410) {
                gone.add(request.ready());
            }
            if (!ANSWERS.contains(status)) {
                throw new IOException("HTTP " + status);
            }
            if (request.isReal() && status != 200) {
                report(
                        status == 410
                                ? "these were fetched before, or withdrawn: ask Penah"
                                : "Penah knows neither this alert nor your key, or a clock is wrong");
            }
            unanswered = null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        } catch (IOException lost) {
            again(request, lost);
        } catch (Throwable fault) {
            again(request, fault);
            return;
        }
        requests.ended();
    }

    private void again(Details.Request request, Throwable why) {
        report(String.valueOf(why.getMessage()));
        repeats = request.equals(unanswered) ? repeats + 1 : 0;
        unanswered = request;
    }

    /**
     * For what was lost last, then for any that are missing, so that one that Penah never gives holds up no other; for nothing if none
     * are.
     */
    private Details.Request next() throws IOException {
        List<Details.Ready> missing = new ArrayList<>(source.ready());
        missing.removeIf(ready -> gone.contains(ready) || !details.isMissing(ready));
        if (unanswered != null && missing.contains(unanswered.ready()) && repeats < REPEATS) {
            return unanswered;
        }
        Collections.shuffle(missing);
        return missing.isEmpty() ? details.requestForNothing() : details.request(missing.get(0));
    }

    private void report(String fault) {
        screen.println("DETAILS CANNOT BE FETCHED (" + fault + "). The next try is in two minutes.");
    }

    @Override
    public void close() {
        running.forEach(one -> one.cancel(true));
        timer.shutdownNow();
    }
}
