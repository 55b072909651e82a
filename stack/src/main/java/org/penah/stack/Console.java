package org.penah.stack;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.penah.stack.process.Progress;

/** Tells a person at a terminal what happens. */
final class Console implements Progress {

    private final PrintStream out;
    private final boolean withLogs;

    Console(PrintStream out, boolean withLogs) {
        this.out = out;
        this.withLogs = withLogs;
    }

    @Override
    public void step(String sentence) {
        out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + "  " + sentence);
    }

    @Override
    public void line(String program, String line) {
        if (withLogs) {
            out.printf("%-9s | %s%n", program, line);
        }
    }
}
