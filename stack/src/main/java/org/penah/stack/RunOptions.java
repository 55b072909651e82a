package org.penah.stack;

import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;

/** Takes the common options of {@code up} and {@code demo}. */
final class RunOptions {

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = ".penah",
            description = "Keep databases, keys and logs here (${DEFAULT-VALUE}).")
    Path state;

    @Option(names = "--free-ports", description = "Use free ports instead of the documented ones.")
    boolean freePorts;

    @Option(names = "--fresh", description = "Forget everything that an earlier run kept.")
    boolean fresh;

    @Option(
            names = "--without",
            paramLabel = "NAME",
            split = ",",
            description = "Leave this one out; you start it yourself.")
    Set<String> without = Set.of();

    @Option(
            names = "--dev",
            paramLabel = "NAME",
            split = ",",
            description = "Run this service (intake, triage, notify) from its sources; it reloads as they change.")
    Set<String> dev = Set.of();

    @Option(names = "--tor", description = "Also start a private Tor network and an onion service in front of intake.")
    boolean tor;

    @Option(names = "--logs", description = "Show what the programs write, each line with their name.")
    boolean logs;

    Stack prepare(Console console) {
        return Stack.prepare(new Stack.Options(state, freePorts, fresh, without, dev, tor), console);
    }
}
