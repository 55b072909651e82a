package org.penah.stack;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.penah.stack.doctor.DoctorCommand;
import org.penah.stack.doctor.StatusCommand;
import org.penah.stack.server.ServerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the command line behind {@code ./penah}. */
@Command(
        name = "penah",
        description = "Runs Penah on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, DemoCommand.class, DoctorCommand.class, JournalCommand.class})
final class Penah {

    private Penah() {}

    public static void main(String... arguments) {
        // Its output is English, and programs read it too.
        Locale.setDefault(Locale.ROOT);
        int exitCode = commandLine()
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println(commandLine.getColorScheme().errorText(sentence(failure)));
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        // Its status is doctor's, which knows servers; a server knows no doctor.
        CommandLine server = new CommandLine(new ServerCommand()).addSubcommand(new StatusCommand());
        return new CommandLine(new Penah()).addSubcommand(server);
    }

    /** One sentence for what a person can mend; for what only a programmer can, the whole trace. */
    private static String sentence(Exception failure) {
        if (failure instanceof StackFailure mendable) {
            return String.valueOf(mendable.getMessage());
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return sentence(Objects.requireNonNull(unchecked.getCause()));
        }
        if (failure instanceof IOException) {
            String message = String.valueOf(failure.getMessage());
            return message.contains("No space left")
                    ? "The disk is full: " + message
                    : "Cannot read or write: " + failure;
        }
        return trace(failure);
    }

    private static String trace(Exception failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
