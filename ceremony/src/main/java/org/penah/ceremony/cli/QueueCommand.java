package org.penah.ceremony.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code penah keys queue …}. */
@Command(
        name = "queue",
        description = "Queues of tips.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "add",
        footer = {"", "Example:  ./penah keys queue add threat --member leyla"})
final class QueueCommand {

    private final Terminal terminal;

    QueueCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            description = "Begins a queue with its members.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:  ./penah keys queue add threat --member leyla --member orkhan"})
    int add(
            @Mixin Folder folder,
            @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and hyphens.") String queue,
            @Option(names = "--member", paramLabel = "MEMBER", required = true, description = "May be repeated.")
                    List<String> members)
            throws IOException {
        folder.ceremony().addQueue(queue, members);
        terminal.say("Began the queue %s; its members: %s.", queue, String.join(", ", members));
        terminal.say("Next: `keys epoch %s`.", queue);
        return 0;
    }
}
