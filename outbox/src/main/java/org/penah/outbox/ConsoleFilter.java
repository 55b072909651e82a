package org.penah.outbox;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Lets only a service's start and end through ({@code quarkus.log.console.filter=start}), where something adds the time to each line and keeps
 * it on a disk: a line in between may be there because a tip came.
 */
@LoggingFilter(name = "start")
public final class ConsoleFilter implements Filter {

    /** Quarkus's own, which says under this name that the service has started, and that it has ended. */
    private static final String LIFE = "io.quarkus";

    /** Starts the service, and says why it does not start; events and requests that come meanwhile have other threads. */
    private final long starter = Thread.currentThread().getId();

    private volatile boolean hasStarted;

    @Override
    public boolean isLoggable(LogRecord said) {
        if (LIFE.equals(said.getLoggerName())) {
            hasStarted = true;
            return true;
        }
        return !hasStarted && said.getLongThreadID() == starter;
    }
}
