package org.penah.partner;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Prints in another thread, so that nobody waits for a terminal: it takes nothing after Ctrl-S, or while somebody selects text in a
 * console of Windows. What it does not take in time is lost, and said to be.
 */
final class Screen extends OutputStream {

    /** A few megabytes at most. */
    private static final int MOST_WAITING = 1000;

    private final PrintStream terminal;
    private final AtomicInteger lost = new AtomicInteger();
    private final ThreadPoolExecutor printer = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
                Thread thread = new Thread(task, "screen");
                thread.setDaemon(true);
                return thread;
            },
            (task, full) -> lost.incrementAndGet());

    private Screen(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** A stream whose lines come to the terminal soon; closed, it waits a second for them. */
    static PrintStream on(PrintStream terminal) {
        return new PrintStream(new Screen(terminal), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        // The terminal may have other characters than UTF-8.
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        printer.execute(() -> print(text));
    }

    private void print(String text) {
        terminal.print(text);
        int missing = printer.getQueue().isEmpty() ? lost.getAndSet(0) : 0;
        if (missing > 0) {
            terminal.println("THE SCREEN TOOK NOTHING FOR A TIME: " + missing + " lines are lost. Look at the page.");
        }
        terminal.flush();
    }

    @Override
    public void close() {
        printer.shutdown();
        try {
            printer.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
