package org.penah.ceremony.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.penah.ceremony.Ceremony;
import org.penah.ceremony.DeskEpoch;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.sealing.manifest.Script;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code penah keys}, the key ceremony; {@code docs/key-ceremony.md} is its checklist. */
@Command(
        name = "keys",
        description = "The key ceremony: root, recovery, member and queue keys in one folder, without a network.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Passphrases come from the terminal or from " + KeysCommand.VARIABLE + ".",
            "Example, a first ceremony with a member leyla and a queue threat:",
            "  ./penah keys init",
            "  ./penah keys member add leyla",
            "  ./penah keys queue add threat --member leyla",
            "  ./penah keys epoch threat",
            "  ./penah keys words",
            "  ./penah keys sign",
            "  ./penah keys verify",
            "docs/key-ceremony.md is a checklist to print."
        })
final class KeysCommand {

    static final String VARIABLE = "PENAH_PASSPHRASE";

    /** For the passphrase of what leaves this computer, which is not that of a key that stays. */
    private static final String NEW_VARIABLE = "PENAH_NEW_PASSPHRASE";

    private final Terminal terminal;
    private final Clock clock;

    KeysCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Command(
            description = "Makes the root key, the recovery key and the salt of receipts.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:  ./penah keys init --dir keys"})
    int init(@Mixin Folder folder) throws IOException {
        char[] root = terminal.newPassphrase("the root key", VARIABLE);
        char[] recovery = terminal.newPassphrase("the recovery key", VARIABLE);
        var key = folder.ceremony().init(root, recovery);
        Arrays.fill(root, '\0');
        Arrays.fill(recovery, '\0');
        terminal.say("Made the root key %s and the recovery key in %s.", key.id(), folder);
        terminal.say("Publish this line in several places; anybody checks keys.json with it:");
        terminal.say("  minisign -Vm keys.json -P %s", key.toBase64());
        terminal.say("Next: copy root.key and recovery.age into two safes; then `keys member add NAME`.");
        return 0;
    }

    @Command(
            description = "Makes a queue's next key, sealed to each of its members and to recovery.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "An epoch that a lead began at the desk comes as a file, which the desk saves as QUEUE-NUMBER.epoch.",
                "The lead reads its 24 digits to you, and you type them; with others the file is refused. Where recovery.age",
                "lies in the folder, you type its passphrase too: the recovery key must open the copy in the file.",
                "Examples:",
                "  ./penah keys epoch threat",
                "  ./penah keys epoch threat --from 2027-02-01",
                "  ./penah keys epoch threat --recipient threat-2.epoch"
            })
    int epoch(
            @Mixin Folder folder,
            @Parameters(paramLabel = "QUEUE", arity = "1..*") List<String> queues,
            @Option(names = "--from", paramLabel = "DAY", description = "Its first day (UTC); today by default.")
                    @Nullable
                    LocalDate from,
            @Option(names = "--recipient", paramLabel = "FILE", description = "Of a key that the desk made.") @Nullable
                    Path recipient)
            throws IOException {
        Ceremony ceremony = folder.ceremony();
        LocalDate first = from == null ? today() : from;
        if (recipient != null) {
            return adopt(ceremony, queues, first, recipient);
        }
        for (String queue : queues) {
            int epoch = ceremony.startEpoch(queue, first);
            terminal.say("Made epoch %d of %s: %s.", epoch, queue, ceremony.describe(queue, epoch));
        }
        terminal.say("Next: `keys sign`; then give each member the file that is sealed to them.");
        return 0;
    }

    private int adopt(Ceremony ceremony, List<String> queues, LocalDate from, Path file) throws IOException {
        DeskEpoch made = DeskEpoch.read(file);
        String queue = made.queue();
        if (!queues.equals(List.of(queue))) {
            throw new RefusedException(file.getFileName() + " is not an epoch of " + String.join(" ", queues));
        }
        if (ceremony.hasRecoveryKey()) {
            char[] recovery = terminal.passphrase("the recovery key", VARIABLE);
            ceremony.requireRecoverable(made, recovery);
            Arrays.fill(recovery, '\0');
        }
        terminal.say(
                "Ask the lead who began epoch %d of %s for its 24 digits, and type what you hear:",
                made.number(), queue);
        ceremony.adoptEpoch(made, from, terminal.line());
        terminal.say("Took over epoch %d of %s: %s.", made.number(), queue, ceremony.describe(queue, made.number()));
        terminal.say(
                ceremony.hasRecoveryKey()
                        ? "The recovery key opens it."
                        : "Nobody has checked that the recovery key opens it: recovery.age is not in this folder.");
        terminal.say("Next: `keys sign`; then destroy %s, here and where the lead saved it.", file.getFileName());
        return 0;
    }

    @Command(
            description = "Makes the files for your own words to sources, one for each language, to be filled in.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Who you are, whom to call, what you keep: pages show it, and `keys sign` signs it.",
                "Example:  ./penah keys words"
            })
    int words(@Mixin Folder folder) throws IOException {
        terminal.say("Made %s, one file for each language.", folder.ceremony().prepareWords());
        terminal.say("Next: fill them in; then `keys sign`.");
        return 0;
    }

    @Command(
            description = "Signs keys.json with the root key.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Scripts are named by the path that the form serves them under, each with its file or",
                "all in one list with the lines of sha256sum. Without any, those of the last manifest stay.",
                "Your words to sources are signed as they lie in the folder `words` (`keys words`).",
                "Examples:",
                "  ./penah keys sign",
                "  ./penah keys sign --days 60 --scripts scripts.sha256",
                "  ./penah keys sign --script /assets/form.js=form.js"
            })
    int sign(
            @Mixin Folder folder,
            @Option(names = "--from", paramLabel = "DAY", description = "Its first day (UTC); today by default.")
                    @Nullable
                    LocalDate from,
            @Option(
                            names = "--days",
                            paramLabel = "DAYS",
                            defaultValue = "90",
                            description = "${DEFAULT-VALUE} at most.")
                    int days,
            @Option(names = "--scripts", paramLabel = "FILE", description = "Hashes of the form's scripts.") @Nullable
                    Path hashes,
            @Option(names = "--script", paramLabel = "PATH=FILE", description = "One of them; may be repeated.")
                    @Nullable
                    List<String> scripts)
            throws IOException, GeneralSecurityException {
        Ceremony ceremony = folder.ceremony();
        List<Script> named = hashes == null && scripts == null ? lastScripts(ceremony) : named(hashes, scripts);
        // Before anybody types a passphrase: the words may lack something, or be the demo's.
        Map<String, OperatorWords> words = ceremony.words();
        terminal.say("Sources will read who you are:");
        words.forEach((language, said) ->
                terminal.say("  %s  %s", language, said.lines("who").get(0)));
        char[] passphrase = terminal.passphrase("the root key", VARIABLE);
        KeyManifest manifest = ceremony.sign(from == null ? today() : from, days, named, passphrase);
        Arrays.fill(passphrase, '\0');
        terminal.say(
                "Signed serial %d, valid from %s to %s, with %d queues and %d files that the form serves.",
                manifest.serial(),
                manifest.notBefore(),
                manifest.notAfter(),
                manifest.queues().size(),
                manifest.scripts().size());
        terminal.say(
                "Next: bring a copy of this folder, without root.key and recovery.age, to the server; sign again"
                        + " before %s.",
                manifest.notAfter().minusDays(KeyManifest.ALARM_DAYS));
        return 0;
    }

    private static List<Script> named(@Nullable Path hashes, @Nullable List<String> scripts) throws IOException {
        var named = new ArrayList<Script>(hashes == null ? List.of() : Scripts.read(hashes));
        for (String script : scripts == null ? List.<String>of() : scripts) {
            named.add(Scripts.of(script));
        }
        return named;
    }

    private static List<Script> lastScripts(Ceremony ceremony) throws IOException, GeneralSecurityException {
        return ceremony.isSigned() ? ceremony.verify().scripts() : List.of();
    }

    @Command(
            description = "Checks a manifest, and scripts that a server gave out.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Without a file: the folder's own. Exit code 0 only if tips may be sealed with it today.",
                "Examples, the second with what somebody downloaded:",
                "  ./penah keys verify",
                "  ./penah keys verify keys.json -P RWQ… --seen serial.txt --script /assets/form.js=form.js"
            })
    int verify(
            @Mixin Folder folder,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "Its signature is FILE.minisig.") @Nullable
                    Path file,
            @Option(names = "-P", paramLabel = "KEY", description = "The root key, as text or as a file.") @Nullable
                    String root,
            @Option(names = "--at-least", paramLabel = "SERIAL", defaultValue = "0", description = "Refuse older ones.")
                    int atLeast,
            @Option(
                            names = "--seen",
                            paramLabel = "FILE",
                            description = "Keep the highest serial in this file, and refuse older ones.")
                    @Nullable
                    Path seen,
            @Option(names = "--script", paramLabel = "PATH=FILE", description = "A script, or words, as downloaded.")
                    @Nullable
                    List<String> scripts,
            @Option(names = "--json", description = "One object for machines.") boolean asJson)
            throws IOException, GeneralSecurityException {
        return new Verification(terminal, today(), new SeenSerial(atLeast, seen), asJson)
                .run(folder, file, root, scripts);
    }

    @Command(
            description = "Shows queues, epochs, who holds which key, and the digits of their keys.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:  ./penah keys show"})
    int show(@Mixin Folder folder) throws IOException, GeneralSecurityException {
        Ceremony ceremony = folder.ceremony();
        terminal.say("Root key %s", ceremony.rootPublicKey().toBase64());
        if (ceremony.isSigned()) {
            KeyManifest manifest = ceremony.verify();
            terminal.say(
                    "Serial %d, valid from %s to %s (%s)",
                    manifest.serial(), manifest.notBefore(), manifest.notAfter(), manifest.stateOn(today()));
        } else {
            terminal.say("Not signed yet");
        }
        SortedSet<String> members = new TreeSet<>();
        for (String queue : ceremony.queueNames()) {
            members.addAll(ceremony.membersOf(queue));
            terminal.say("Queue %s; members: %s", queue, String.join(", ", ceremony.membersOf(queue)));
            for (int epoch : ceremony.epochsOf(queue)) {
                terminal.say("  epoch %d: %s", epoch, ceremony.describe(queue, epoch));
            }
        }
        for (String member : members) {
            terminal.say("Digits of %s: %s", member, ceremony.digitsOf(member));
        }
        terminal.say("Digits of the recovery key: %s", ceremony.recoveryDigits());
        return 0;
    }

    @Command(
            description = "Opens an epoch with the recovery key and seals it to a member.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:  ./penah keys recover threat 3 --member leyla"})
    int recover(
            @Mixin Folder folder,
            @Parameters(index = "0", paramLabel = "QUEUE") String queue,
            @Parameters(index = "1", paramLabel = "EPOCH") int epoch,
            @Option(names = "--member", paramLabel = "MEMBER", required = true) String member)
            throws IOException {
        char[] passphrase = terminal.passphrase("the recovery key", VARIABLE);
        folder.ceremony().recover(queue, epoch, member, passphrase);
        Arrays.fill(passphrase, '\0');
        terminal.say("Sealed epoch %d of %s to %s.", epoch, queue, member);
        terminal.say(
                "Next: give them queues/%s/%d/members/%s.age, and put the recovery key back.", queue, epoch, member);
        return 0;
    }

    @Command(
            description = "Opens the key of one night's backup with the recovery key and seals it to a passphrase.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "FILE is night.age of the backup. The one who restores needs the passphrase: make one, use it once.",
                "It comes from the terminal or from " + NEW_VARIABLE + ".",
                "Example:  ./penah keys night night.age brought.age"
            })
    int night(
            @Mixin Folder folder,
            @Parameters(index = "0", paramLabel = "FILE") Path sealed,
            @Parameters(index = "1", paramLabel = "OUTPUT") Path target)
            throws IOException {
        char[] recovery = terminal.passphrase("the recovery key", VARIABLE);
        char[] passphrase = terminal.newPassphrase("what is brought", NEW_VARIABLE);
        LocalDate day = folder.ceremony().passOnNightKey(sealed, target, recovery, passphrase);
        Arrays.fill(recovery, '\0');
        Arrays.fill(passphrase, '\0');
        terminal.say("Sealed the key of the night of %s to the passphrase: %s.", day, target);
        terminal.say("Next: bring it to the machine that restores, and put the recovery key back.");
        return 0;
    }

    @Command(
            description = "Destroys an epoch's private key: what was sealed to it is lost.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Only once a later epoch is in force. Copies elsewhere, and what a disk kept of",
                "overwritten files, are for you to destroy.",
                "Example:  ./penah keys destroy threat 1 --yes"
            })
    int destroy(
            @Mixin Folder folder,
            @Parameters(index = "0", paramLabel = "QUEUE") String queue,
            @Parameters(index = "1", paramLabel = "EPOCH") int epoch,
            @Option(names = "--yes", description = "Confirm: the key cannot be recovered.") boolean really)
            throws IOException {
        if (!really) {
            throw new RefusedException("this cannot be undone; pass --yes to confirm");
        }
        int copies = folder.ceremony().destroy(queue, epoch, today());
        terminal.say("Destroyed %d copies of the key of epoch %d of %s.", copies, epoch, queue);
        terminal.say("Next: destroy the copies elsewhere; then `keys sign`.");
        return 0;
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
