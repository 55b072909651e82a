package org.penah.stack.process;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.penah.stack.state.Port;

/**
 * Describes one program to the supervisor: a row of the table of processes.
 *
 * @param ports what it opens
 * @param address where a person finds it
 * @param needs names of the programs that must be ready before it starts
 * @param start makes what it needs on disk and says how it is started
 * @param ready whether it can do its work now; asked again and again
 * @param stop the signal on which it ends in order
 */
public record Program(
        String name, List<Port> ports, String address, Set<String> needs, Start start, Ready ready, StopSignal stop) {

    /** Said before each start, so that it may write files. */
    @FunctionalInterface
    public interface Start {
        ProcessBuilder prepare() throws IOException;
    }

    /** Answers at once; false and an {@link IOException} both mean "not yet". */
    @FunctionalInterface
    public interface Ready {
        boolean now() throws IOException;
    }

    /** How a program is told to end. */
    public enum StopSignal {
        TERM,
        /** PostgreSQL: TERM would wait until every client disconnects. */
        INT
    }
}
