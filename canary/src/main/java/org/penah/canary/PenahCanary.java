package org.penah.canary;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the program {@code penah-canary}. */
@Command(
        name = "penah-canary",
        description =
                "Sends tips of our own, as sources do, and checks that they reach a partner and that the answer comes back.",
        mixinStandardHelpOptions = true,
        subcommands = {InitCommand.class, RunCommand.class})
public final class PenahCanary {

    private PenahCanary() {}

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PenahCanary()).setExecutionExceptionHandler((fault, command, result) -> {
            if (fault instanceof IOException || fault instanceof IllegalArgumentException) {
                command.getErr().println("penah-canary: " + fault.getMessage());
                return command.getCommandSpec().exitCodeOnExecutionException();
            }
            throw fault;
        });
    }
}
