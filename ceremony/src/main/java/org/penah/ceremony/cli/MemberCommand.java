package org.penah.ceremony.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.ceremony.Ceremony;
import org.penah.sealing.age.HybridRecipient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code penah keys member …}. */
@Command(
        name = "member",
        description = "Who may open tips.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(add | remove)",
        footer = {"", "Example:  ./penah keys member add leyla"})
final class MemberCommand {

    private final Terminal terminal;

    MemberCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            description = "Registers a member: by the recipient that their browser shows at enrolment, or with a new"
                    + " identity under their own passphrase.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  ./penah keys member add leyla --recipient age1pq1…",
                "  ./penah keys member add leyla --queue threat"
            })
    int add(
            @Mixin Folder folder,
            @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and hyphens.") String member,
            @Option(names = "--recipient", paramLabel = "RECIPIENT", description = "age1pq1…, made elsewhere.")
                    @Nullable
                    String recipient,
            @Option(
                            names = "--queue",
                            paramLabel = "QUEUE",
                            description = "Joins it with its next epoch; may be repeated.")
                    @Nullable
                    List<String> queues)
            throws IOException {
        Ceremony ceremony = folder.ceremony();
        if (recipient != null) {
            ceremony.addMember(member, HybridRecipient.parse(recipient));
            terminal.say("Registered %s by their recipient.", member);
        } else {
            char[] passphrase = terminal.newPassphrase(member + "'s identity", KeysCommand.VARIABLE);
            ceremony.addMember(member, passphrase);
            Arrays.fill(passphrase, '\0');
            terminal.say("Made an identity for %s: members/%s.age, sealed to their passphrase.", member, member);
        }
        for (String queue : queues == null ? List.<String>of() : queues) {
            ceremony.joinQueue(queue, member);
            terminal.say("%s joins %s with its next epoch.", member, queue);
        }
        terminal.say("Next: `keys queue add NAME --member %s`, or `keys epoch QUEUE`.", member);
        return 0;
    }

    @Command(
            description = "Takes a member out of queues, from their next epoch on.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "What a member holds already, they keep: start the next epoch at once, and sign.",
                "Example:  ./penah keys member remove leyla --queue threat"
            })
    int remove(
            @Mixin Folder folder,
            @Parameters(paramLabel = "NAME") String member,
            @Option(names = "--queue", paramLabel = "QUEUE", description = "All by default; may be repeated.") @Nullable
                    List<String> queues)
            throws IOException {
        Ceremony ceremony = folder.ceremony();
        for (String queue : queues == null ? ceremony.queueNames() : queues) {
            ceremony.leaveQueue(queue, member);
            terminal.say("%s is no member of %s from its next epoch on.", member, queue);
        }
        terminal.say("Next: `keys epoch QUEUE`, then `keys sign`.");
        return 0;
    }
}
