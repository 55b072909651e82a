package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.penah.stack.Repository;
import org.penah.stack.doctor.DoctorCommand;
import org.penah.stack.doctor.OtherPrograms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs {@code penah server …}. */
@Command(
        name = "server",
        description = "The life of a server that docs/install.md installed.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "keys",
        subcommands = ServerCommand.Keys.class)
public final class ServerCommand {

    /** Runs {@code penah server keys …}. */
    @Command(
            name = "keys",
            description = "What the key ceremony made.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "import")
    static final class Keys {

        @Spec
        CommandSpec spec;

        @Command(
                name = "import",
                description = "Brings what the key ceremony made and signed to the desk first, then to the form.",
                mixinStandardHelpOptions = true,
                footer = {
                    "",
                    "FOLDER is a copy of the ceremony's, without root.key and recovery.age. Whom the ceremony has removed",
                    "has no key at the desk afterwards. If the desk does not have a key that was signed, everything stays",
                    "as it was. The copies of private keys that the desk has taken over are destroyed where the server",
                    "keeps its files; with --forget in FOLDER, too.",
                    "Example:  ./penah server keys import keys --forget"
                })
        int importKeys(
                @Parameters(paramLabel = "FOLDER") Path folder,
                @Option(names = "--forget", description = "Destroy the copies in FOLDER, too.") boolean forget)
                throws IOException {
            new KeyImport(
                            new Installation(
                                    Repository.ofThisProgram().root().resolve("stack/compose.yaml"),
                                    DoctorCommand.home(),
                                    OtherPrograms.ofThisShell()),
                            Clock.systemUTC(),
                            Duration.ofMinutes(2),
                            spec.commandLine().getOut())
                    .run(folder, forget);
            return 0;
        }
    }
}
