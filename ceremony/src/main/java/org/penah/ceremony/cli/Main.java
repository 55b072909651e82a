package org.penah.ceremony.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs {@code penah seal}, {@code penah age} and {@code penah keys}. Exit codes: 0 done, 1 refused or failed, 2 not a command. */
@Command(
        name = "penah",
        description = "Seals, opens, and keeps an organisation's keys.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(seal | age | keys)",
        footer = {
            "",
            "Examples:  ./penah seal --help",
            "           ./penah age --help",
            "           ./penah keys --help"
        })
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofSystem(), arguments));
    }

    static int run(Terminal terminal, String... arguments) {
        int code = commandLine(terminal, Clock.systemUTC()).execute(arguments);
        terminal.out().flush();
        return code;
    }

    static CommandLine commandLine(Terminal terminal, Clock clock) {
        var keys = new CommandLine(new KeysCommand(terminal, clock))
                .addSubcommand(new MemberCommand(terminal))
                .addSubcommand(new QueueCommand(terminal));
        var commandLine = new CommandLine(new Main())
                .addSubcommand(new SealCommand(terminal, clock))
                .addSubcommand(new AgeCommand(terminal))
                .addSubcommand(keys)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(100)
                // Without "Did you mean": a typing error is to lead nobody to a command that destroys.
                .setParameterExceptionHandler((wrong, given) -> {
                    CommandLine command = wrong.getCommandLine();
                    command.getErr().println(wrong.getMessage());
                    command.usage(command.getErr());
                    return command.getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    terminal.err().println("penah: " + sentence(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
        everyVersion(commandLine);
        return commandLine;
    }

    private static void everyVersion(CommandLine command) {
        String version = Main.class.getPackage().getImplementationVersion();
        command.getCommandSpec().version("penah " + (version == null ? "(not packaged)" : version));
        command.getSubcommands().values().forEach(Main::everyVersion);
    }

    /** Only messages that were written to be read; another exception's may quote what it choked on. */
    private static String sentence(Exception failure) {
        if (failure instanceof FileAlreadyExistsException file) {
            return file.getFile() + " exists already, and stays as it is";
        }
        if (failure instanceof NoSuchFileException file) {
            return "there is no " + file.getFile();
        }
        if (failure instanceof AccessDeniedException file) {
            return "access to " + file.getFile() + " is denied";
        }
        boolean isOurs = failure instanceof IOException
                || failure instanceof GeneralSecurityException
                || failure instanceof IllegalArgumentException;
        String message = failure.getMessage();
        return isOurs && message != null
                ? message
                : "failed: " + failure.getClass().getSimpleName();
    }
}
