package org.penah.stack;

import java.io.IOException;
import java.nio.file.Path;
import org.penah.stack.journal.JournalFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs {@code penah journal …}. */
@Command(
        name = "journal",
        description = "The desk's journal.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "verify")
final class JournalCommand {

    @Spec
    CommandSpec spec;

    @Command(
            description = "Finds any entry that was changed, that is missing or that stands in another place.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "FILE is what the page Journal of the desk saves for an auditor. Cut off at its end it still is a"
                        + " chain:",
                "name the last entry that you know of, and it must be in it.",
                "Example:  ./penah journal verify journal.jsonl --known 4711:14cb0c1b…"
            })
    int verify(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--known",
                            paramLabel = "POSITION:HASH",
                            defaultValue = "0:",
                            description = "An entry that you noted earlier.")
                    String known,
            @Option(names = "--json", description = "One object for machines.") boolean asJson)
            throws IOException {
        int colon = known.indexOf(':');
        JournalFile.Head head = new JournalFile(file)
                .verify(new JournalFile.Head(Long.parseLong(known.substring(0, colon)), known.substring(colon + 1)));
        spec.commandLine()
                .getOut()
                .printf(
                        asJson
                                ? "{\"entries\":%d,\"last\":\"%d:%s\"}%n"
                                : "Whole: %d entries. Note the last one for the next time: %d:%s%n",
                        head.position(),
                        head.position(),
                        head.hash());
        return 0;
    }
}
