package org.penah.stack.server;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.penah.stack.Repository;
import org.penah.stack.StackFailure;
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
        synopsisSubcommandLabel =
                "(install | units | status | keys | staff | backup | restore | update | rollback | rotate | close | open | log)",
        subcommands = {ServerCommand.Keys.class, ServerCommand.Staff.class})
public final class ServerCommand {

    private static final String PASSPHRASE = "PENAH_PASSPHRASE";
    /** Where releases lie, each in a folder. */
    private static final Path RELEASES = Path.of("/opt/penah");

    @Spec
    CommandSpec spec;

    @Command(
            description = "Makes this machine a server.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "FOLDER is a copy of the ceremony's, without root.key and recovery.age; the copies of private keys in it",
                "are destroyed. Makes passwords, the canary and the onion address, starts everything, and has systemd",
                "watch and back up. What is there already stays; if this is interrupted, repeat it.",
                "Example:  ./penah server install keys"
            })
    int install(
            @Parameters(paramLabel = "FOLDER") Path keys,
            @Option(
                            names = "--onion-network",
                            paramLabel = "NETWORK",
                            defaultValue = "172.16.85",
                            description = "At which addresses tor reaches the services; ${DEFAULT-VALUE} by default.")
                    String network)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Installation server = Installation.here();
        new Install(server, keyImport(server, out), thisMachine(server), out).run(keys, network);
        return 0;
    }

    @Command(
            description = "Has systemd watch and back up this server, and keep neighbours from its containers.",
            mixinStandardHelpOptions = true,
            footer = {"", "install does this too. Needed after a restore.", "Example:  ./penah server units"})
    int units() throws IOException {
        Units units = thisMachine(Installation.here());
        if (!units.isPossible()) {
            throw new StackFailure("systemd does not run here. Nothing was changed.");
        }
        units.write();
        spec.commandLine()
                .getOut()
                .println("Doctor looks every five minutes, a backup is made every night, and neighbours are kept out.");
        return 0;
    }

    /** Once a release has run, the units follow the link to what does. */
    private static Units thisMachine(Installation server) throws IOException {
        Releases.requireCurrent(server, RELEASES);
        Path current = RELEASES.resolve("current");
        Path root = Files.exists(current)
                ? current
                : Repository.ofThisProgram().root().toRealPath();
        return new Units(Path.of("/"), root, server.programs());
    }

    /** For what may start services again: another release would start those of that one. */
    private static Installation current() throws IOException {
        Installation server = Installation.here();
        Releases.requireCurrent(server, RELEASES);
        return server;
    }

    @Command(
            description = "Makes today's backup, sealed to the recovery key.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Each file is sealed as it is written, and read again. What is older than seven days goes, but never"
                        + " the",
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
        new Backup(current(), new Backups(into), spec.commandLine().getOut()).run(LocalDate.now(ZoneOffset.UTC));
        return 0;
    }

    @Command(
            description = "Makes a new machine the server of one night's backup.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "FOLDER is the backup of one night. `./penah keys night` has sealed its key to a passphrase, on the"
                        + " computer",
                "of the ceremony; it comes from the terminal or from " + PASSPHRASE
                        + ". If this is interrupted, repeat it.",
                "The form is closed afterwards, until ./penah server open.",
                "Example:  ./penah server restore 2026-11-30 --night brought.age --keys keys"
            })
    int restore(
            @Parameters(paramLabel = "FOLDER") Path backup,
            @Option(names = "--night", paramLabel = "FILE", required = true, description = "The key of that night.")
                    Path night,
            @Option(
                            names = "--keys",
                            paramLabel = "FOLDER",
                            required = true,
                            description = "The ceremony's folder, without root.key and recovery.age.")
                    Path keys)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Installation server = Installation.here();
        char[] passphrase = passphrase(System.console());
        new Restore(server, keyImport(server, out), out).run(backup, night, passphrase, keys);
        Arrays.fill(passphrase, '\0');
        return 0;
    }

    @Command(
            description = "Brings a newer release, and starts it.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "ARCHIVE is penah-VERSION.tar.gz, with SHA256SUMS and SHA256SUMS.minisig beside it. They must be",
                "signed by the key in /etc/penah/release.pub. The images are made here; those that run now are kept",
                "for a rollback. Make a backup first.",
                "Example:  ./penah server update penah-0.2.0.tar.gz"
            })
    int update(@Parameters(paramLabel = "ARCHIVE") Path archive) throws IOException {
        releases().update(archive);
        return 0;
    }

    @Command(
            description = "Starts the release before this one again.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "One release back, with the images that ran then. The databases keep what the newer one brought",
                "them to; where the older one cannot work with that, this refuses and says why.",
                "Example:  ./penah server rollback"
            })
    int rollback() throws IOException {
        releases().rollback();
        return 0;
    }

    private Releases releases() {
        return new Releases(Installation.here(), RELEASES, spec.commandLine().getOut());
    }

    @Command(
            description = "Closes the form, until somebody opens it: also after a reboot or an update.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:  ./penah server close"})
    int close() throws IOException {
        new ClosedForm(Installation.here()).close();
        spec.commandLine()
                .getOut()
                .println("The form is closed: nobody reaches the onion address. ./penah server open opens it.");
        return 0;
    }

    @Command(
            description = "Opens the form again.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:  ./penah server open"})
    int open() throws IOException {
        new ClosedForm(current()).openAgain();
        spec.commandLine().getOut().println("tor runs again; it takes minutes until sources find the onion address.");
        return 0;
    }

    @Command(
            description = "Replaces one password or key, and starts again what uses it.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "NAME is a file of /etc/penah/secrets; keycloak-admin, the first administrator's password; or onion or",
                "staff-onion: then sources find the form, or staff the desk, at a new address alone, and the old key is",
                "deleted. If this is interrupted, repeat it.",
                "Example:  ./penah server rotate postgres-intake"
            })
    int rotate(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--now", description = "End a backup that runs; those from before stay.") boolean now)
            throws IOException {
        Rotation rotation = new Rotation(current(), Duration.ofMinutes(2));
        spec.commandLine().getOut().println(rotation.run(name, now));
        return 0;
    }

    @Command(
            description = "Shows what a service has logged, at most the last 4 MB since it started.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "SERVICE is intake, triage or notify. It is in the service's memory, because Docker would write the time",
                "beside it onto the disk. Docker's own logs have what a service said while it started, and the others.",
                "Example:  ./penah server log notify"
            })
    int log(@Parameters(paramLabel = "SERVICE") String service) throws IOException {
        spec.commandLine().getOut().print(Installation.here().log(service));
        return 0;
    }

    private static char[] passphrase(@Nullable Console console) {
        String preset = System.getenv().getOrDefault(PASSPHRASE, "");
        if (!preset.isEmpty()) {
            return preset.toCharArray();
        }
        char[] typed = console == null ? null : console.readPassword("Passphrase of the night's key: ");
        if (typed == null) {
            throw new StackFailure("The passphrase of the night's key is needed: run this in a terminal, or set %s."
                    .formatted(PASSPHRASE));
        }
        return typed;
    }

    private static KeyImport keyImport(Installation server, PrintWriter out) {
        return new KeyImport(server, Clock.systemUTC(), Duration.ofMinutes(2), out);
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
            keyImport(current(), spec.commandLine().getOut()).run(folder, forget);
            return 0;
        }
    }

    /** Runs {@code penah server staff …}. */
    @Command(
            name = "staff",
            description = "Who finds staff's onion.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "(add | remove)")
    static final class Staff {

        @Spec
        CommandSpec spec;

        @Command(
                description = "Lists a member's key: with its other half they find the desk's address.",
                mixinStandardHelpOptions = true,
                footer = {
                    "",
                    "KEY is the public half of a key that the member has made; docs/operations.md says how. It replaces",
                    "an earlier one. Connections to the desk end, and a page that is open connects again.",
                    "Example:  ./penah server staff add leyla \"$(cat leyla.auth)\""
                })
        int add(@Parameters(paramLabel = "NAME") String name, @Parameters(paramLabel = "KEY") String key)
                throws IOException {
            new StaffOnion(current()).add(name, key);
            spec.commandLine().getOut().printf("%s is listed, and finds the desk within minutes.%n", name);
            return 0;
        }

        @Command(
                description = "Takes a member's key out of the list.",
                mixinStandardHelpOptions = true,
                footer = {
                    "",
                    "Their account, and their key of a queue, are ended elsewhere; docs/operations.md says how.",
                    "Example:  ./penah server staff remove leyla"
                })
        int remove(@Parameters(paramLabel = "NAME") String name) throws IOException {
            new StaffOnion(current()).remove(name);
            spec.commandLine().getOut().printf("%s is not listed any more.%n", name);
            return 0;
        }
    }
}
