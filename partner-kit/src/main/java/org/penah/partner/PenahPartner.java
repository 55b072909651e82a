package org.penah.partner;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the program {@code penah-partner}. */
@Command(
        name = "penah-partner",
        description = "Receives alerts from Penah and answers them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            InitCommand.class,
            JoinCommand.class,
            WelcomeCommand.class,
            ReceiveCommand.class,
            InboxCommand.class,
            AnswerCommand.Acknowledge.class,
            AnswerCommand.Claim.class,
            AnswerCommand.NeedInfo.class,
            AnswerCommand.Decline.class,
            AnswerCommand.Release.class,
            AnswerCommand.Resolve.class,
            DetailsCommand.class,
            DrillCommand.class,
            NudgeCommand.class,
            PhoneCommand.class
        })
public final class PenahPartner {

    private PenahPartner() {}

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PenahPartner()).setExecutionExceptionHandler((fault, command, result) -> {
            if (fault instanceof IOException || fault instanceof IllegalArgumentException) {
                command.getErr().println("penah-partner: " + fault.getMessage());
                return command.getCommandSpec().exitCodeOnExecutionException();
            }
            throw fault;
        });
    }
}
