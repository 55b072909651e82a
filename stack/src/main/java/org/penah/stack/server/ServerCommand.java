package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.penah.stack.Repository;
import org.penah.stack.doctor.Backups;
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
        synopsisSubcommandLabel = "(keys | backup)",
        subcommands = ServerCommand.Keys.class)
public final class ServerCommand {

    @Spec
    CommandSpec spec;

    @Command(
            description = "Makes today's backup, sealed to the recovery key.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Each file is sealed as it is written, and read again. What is older than seven days goes, but never the",
                "last whole one. Copy it off this machine; only the recovery key opens it.",
                "Example:  ./penah server backup"
            })
    int backup(
            @Option(
                            names = "--into",
                            paramLabel = "FOLDER",
                            defaultValue = "/var/backups/penah",
                            description = "${DEFAULT-VALUE} by default.")
                    Path into)
            throws IOException {
        Installation server = installed();
        new Backup(server, new Backups(into), spec.commandLine().getOut())
                .run(LocalDate.now(ZoneOffset.UTC), server.blobs());
        return 0;
    }

    private static Installation installed() {
        return new Installation(
                Repository.ofThisProgram().root().resolve("stack/compose.yaml"),
                DoctorCommand.home(),
                OtherPrograms.ofThisShell());
    }

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
                    "FOLDER is a copy of the ceremony's, without root.key and recovery.age. Whom the ceremony has",
                    "removed has no key at the desk afterwards. If nobody there has a key that sources would seal",
                    "to, nobody is removed, and the form keeps its manifest. The copies of private keys that the",
                    "desk has taken over are destroyed where the server keeps its files; with --forget in FOLDER, too.",
                    "Example:  ./penah server keys import keys --forget"
                })
        int importKeys(
                @Parameters(paramLabel = "FOLDER") Path folder,
                @Option(names = "--forget", description = "Destroy the copies in FOLDER, too.") boolean forget)
                throws IOException {
            new KeyImport(
                            installed(),
                            Clock.systemUTC(),
                            Duration.ofMinutes(2),
                            spec.commandLine().getOut())
                    .run(folder, forget);
            return 0;
        }
    }
}
