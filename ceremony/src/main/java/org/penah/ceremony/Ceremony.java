package org.penah.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.penah.ceremony.minisign.MinisignSecretKey;
import org.penah.sealing.age.AgeException;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.sealing.age.PassphraseRecipient;
import org.penah.sealing.manifest.Epoch;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.sealing.manifest.Queue;
import org.penah.sealing.manifest.RemovedMembers;
import org.penah.sealing.manifest.RemovedMembers.RemovedMember;
import org.penah.sealing.manifest.Script;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.sealing.receipt.ReceiptParameters;

/**
 * Carries out the ceremony of an organisation's keys. Private keys are written only sealed, and never over another file. A
 * command that breaks off halfway can be repeated, or says then what is to be removed first.
 */
public final class Ceremony {

    private static final int SALT_LENGTH = 16;
    private static final String DESTROYED = "destroyed";
    private static final String RECOVERY = "recovery.age";

    private final CeremonyFolder folder;

    public Ceremony(Path folder) {
        this.folder = new CeremonyFolder(folder);
    }

    /** Makes the root key, the recovery key and the salt of the organisation's receipts. */
    public MinisignPublicKey init(char[] rootPassphrase, char[] recoveryPassphrase) throws IOException {
        requireUnbegun();
        var root = MinisignSecretKey.generate();
        PrivateFile.write(folder.rootKey(), root.encrypt(rootPassphrase));
        MinisignPublicKey publicKey = root.publicKey();
        root.destroy();
        PrivateFile.write(folder.rootPublicKey(), publicKey.toFile());
        makeIdentity(folder.recoveryIdentity(), folder.recoveryRecipient(), recoveryPassphrase);
        byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        PrivateFile.write(folder.receiptSalt(), Base64.getEncoder().encodeToString(salt) + "\n");
        return publicKey;
    }

    /** Removes nothing by itself: root.key and recovery.age of a folder in use may lie in a safe, and what is here is its rest. */
    private void requireUnbegun() throws IOException {
        List<String> left = folder.leftOfInit();
        if (left.isEmpty()) {
            return;
        }
        throw new CeremonyException(
                folder.isBegun()
                        ? "this folder has a root key already"
                        : "`keys init` broke off in this folder, and nobody uses these keys: remove "
                                + String.join(", ", left) + ", then repeat it");
    }

    /** Registers a member by the recipient that their browser made. */
    public void addMember(String member, HybridRecipient recipient) throws IOException {
        PrivateFile.write(folder.memberRecipient(member), recipient + "\n");
    }

    /** Registers a member and makes their identity, under their own passphrase. */
    public void addMember(String member, char[] passphrase) throws IOException {
        makeIdentity(folder.memberIdentity(member), folder.memberRecipient(member), passphrase);
    }

    private static void makeIdentity(Path sealed, Path recipient, char[] passphrase) throws IOException {
        HybridIdentity identity = HybridIdentity.generate();
        PrivateFile.write(sealed, SealedIdentity.seal(identity, PassphraseRecipient.of(passphrase)));
        PrivateFile.write(recipient, identity.recipient() + "\n");
        identity.destroy();
    }

    /** Adds a queue whose members all have a key here; refused if it is there already. Its first epoch begins separately. */
    public void addQueue(String queue, List<String> members) throws IOException {
        requireMembers(members);
        if (Files.exists(folder.queueMembers(queue))) {
            throw new CeremonyException("there is a queue " + queue + " already");
        }
        PrivateFile.folder(folder.queue(queue));
        folder.replace(folder.queueMembers(queue), members);
    }

    /** From the queue's next epoch on. */
    public void joinQueue(String queue, String member) throws IOException {
        requireMembers(List.of(member));
        var members = new ArrayList<>(folder.members(queue));
        if (!members.contains(member)) {
            members.add(member);
            folder.replace(folder.queueMembers(queue), members);
        }
    }

    /**
     * From the queue's next epoch on: what a member holds already, they keep. The next manifest tells the desk, which may
     * have admitted them without this folder.
     */
    public void leaveQueue(String queue, String member) throws IOException {
        var members = new ArrayList<>(folder.members(queue));
        if (members.remove(member)) {
            if (members.isEmpty()) {
                throw new CeremonyException(member + " is the last member of " + queue);
            }
            folder.replace(folder.queueMembers(queue), members);
        }
        var removed = new ArrayList<>(folder.removed());
        removed.removeIf(each -> each.queue().equals(queue) && each.member().equals(member));
        removed.add(new RemovedMember(member, queue, folder.lastSerial() + 1));
        folder.keepRemoved(removed);
    }

    private void requireMembers(List<String> members) throws IOException {
        if (members.isEmpty()) {
            throw new CeremonyException("a queue needs at least one member");
        }
        for (String member : members) {
            if (!Files.exists(folder.memberRecipient(member))) {
                throw new CeremonyException("there is no member " + member + "; `keys member add` registers one");
            }
        }
    }

    /** Makes the queue's next key, sealed to each of its members and to recovery, and forgets it. */
    public int startEpoch(String queue, LocalDate from) throws IOException {
        List<String> members = folder.members(queue);
        int number = nextEpoch(queue, from);
        HybridIdentity identity = HybridIdentity.generate();
        Path making = making(queue, number);
        HybridRecipient recovery = folder.recipient(folder.recoveryRecipient());
        PrivateFile.write(making.resolve(RECOVERY), SealedIdentity.seal(identity, recovery));
        for (String member : members) {
            sealToMember(identity, making, member);
        }
        PrivateFile.write(making.resolve("from"), from + "\n");
        PrivateFile.write(making.resolve("recipient"), identity.recipient() + "\n");
        identity.destroy();
        // An epoch is there as a whole or not at all.
        Files.move(making, folder.epoch(queue, number), StandardCopyOption.ATOMIC_MOVE);
        return number;
    }

    /**
     * Takes over an epoch whose key a lead's browser made, with the copy for the recovery key and no other. Once more adds the
     * copy where the epoch was taken over without one, and replaces another copy if the recovery key is at hand.
     *
     * @param made if the recovery key is at hand, one that {@link #requireRecoverable} did not refuse
     * @param digits as the lead whose browser made the key reads them aloud; refused if they are not the recipient's, or if the
     *     epoch is not the next one here, for tips name their epoch by its number
     */
    public void adoptEpoch(DeskEpoch made, LocalDate from, String digits) throws IOException {
        String queue = made.queue();
        folder.members(queue);
        // Which digits would have been right stays unsaid: somebody in a hurry would read them off.
        if (!Fingerprint.isOf(made.recipient(), digits)) {
            throw new CeremonyException("these are not the digits of the key in the file. Hear them once more; if they"
                    + " stay so, the server has put another key in its place: sign nothing");
        }
        if (lacksOnlyThisCopy(made)) {
            Path home = folder.epoch(queue, made.number());
            // Ends as keys do, so that what breaks off here is destroyed with the epoch.
            Path beside = home.resolve(".new-" + RECOVERY);
            Files.deleteIfExists(beside);
            PrivateFile.write(beside, made.recoveryCopy());
            Files.move(beside, home.resolve(RECOVERY), StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        int next = nextEpoch(queue, from);
        if (made.number() != next) {
            throw new CeremonyException(
                    "the next epoch of " + queue + " here is " + next + ", and the desk's is " + made.number());
        }
        Path making = making(queue, made.number());
        PrivateFile.write(making.resolve(RECOVERY), made.recoveryCopy());
        PrivateFile.write(making.resolve("from"), from + "\n");
        PrivateFile.write(making.resolve("recipient"), made.recipient() + "\n");
        Files.move(making, folder.epoch(queue, made.number()), StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean lacksOnlyThisCopy(DeskEpoch made) throws IOException {
        Path home = folder.epoch(made.queue(), made.number());
        Path copy = home.resolve(RECOVERY);
        return Files.exists(home)
                && !isDestroyed(made.queue(), made.number())
                && (!Files.exists(copy)
                        || (hasRecoveryKey()
                                && !Files.readString(copy, StandardCharsets.ISO_8859_1)
                                        .equals(made.recoveryCopy())))
                && folder.recipient(home.resolve("recipient"))
                        .toString()
                        .equals(made.recipient().toString());
    }

    /** Whether the recovery key is at hand. */
    public boolean hasRecoveryKey() {
        return Files.exists(folder.recoveryIdentity());
    }

    /** Refuses an epoch of the desk that the recovery key would not bring back. */
    public void requireRecoverable(DeskEpoch made, char[] recoveryPassphrase) throws IOException {
        PassphraseIdentity passphrase = PassphraseIdentity.of(recoveryPassphrase);
        HybridIdentity recovery = SealedIdentity.open(folder.recoveryIdentity(), passphrase);
        try {
            openedCopy(made.recoveryCopy(), recovery, made.recipient()).destroy();
        } catch (AgeException another) {
            throw new CeremonyException("the copy is not for this recovery key. Save the file at the desk again; if it"
                    + " stays so, the server has put another copy in its place: sign nothing");
        } finally {
            Stream.of(passphrase, recovery).forEach(each -> each.destroy());
        }
    }

    /** The server that gave the copy may have put another key into it. */
    private static HybridIdentity openedCopy(String copy, HybridIdentity recovery, HybridRecipient recipient)
            throws IOException {
        HybridIdentity identity =
                SealedIdentity.open(new ByteArrayInputStream(copy.getBytes(StandardCharsets.UTF_8)), recovery);
        if (!identity.recipient().toString().equals(recipient.toString())) {
            identity.destroy();
            throw new CeremonyException("the copy for the recovery key is of another key than the epoch's");
        }
        return identity;
    }

    /** Where an epoch is put together. Nobody was told of the key of one that broke off there, so it goes, and another is made. */
    private Path making(String queue, int number) throws IOException {
        Path making = folder.queue(queue).resolve(".making-" + number);
        if (Files.exists(making)) {
            List<Path> left;
            try (Stream<Path> files = Files.walk(making)) {
                left = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : left) {
                if (Files.isDirectory(file)) {
                    Files.delete(file);
                } else {
                    PrivateFile.destroy(file);
                }
            }
        }
        return making;
    }

    private int nextEpoch(String queue, LocalDate from) throws IOException {
        List<Integer> epochs = folder.epochs(queue);
        int number = epochs.isEmpty() ? 1 : epochs.get(epochs.size() - 1) + 1;
        if (number > 1 && from.isBefore(from(queue, number - 1))) {
            throw new CeremonyException(queue + "'s last epoch begins on " + from(queue, number - 1)
                    + "; the next cannot begin earlier (--from)");
        }
        return number;
    }

    private void sealToMember(HybridIdentity identity, Path epoch, String member) throws IOException {
        HybridRecipient recipient = folder.recipient(folder.memberRecipient(member));
        PrivateFile.write(epoch.resolve("members").resolve(member + ".age"), SealedIdentity.seal(identity, recipient));
    }

    private LocalDate from(String queue, int epoch) throws IOException {
        return folder.day(folder.epoch(queue, epoch).resolve("from"));
    }

    /** Opens an epoch with the recovery key and seals it to a member who lost their copy, or came later. */
    public void recover(String queue, int epoch, String member, char[] recoveryPassphrase) throws IOException {
        requireMembers(List.of(member));
        requireEpoch(queue, epoch);
        PassphraseIdentity passphrase = PassphraseIdentity.of(recoveryPassphrase);
        HybridIdentity recovery = SealedIdentity.open(folder.recoveryIdentity(), passphrase);
        Path home = folder.epoch(queue, epoch);
        HybridIdentity identity =
                openedCopy(folder.text(home.resolve(RECOVERY)), recovery, folder.recipient(home.resolve("recipient")));
        sealToMember(identity, home, member);
        Stream.of(passphrase, recovery, identity).forEach(each -> each.destroy());
    }

    /**
     * Opens the key of one night's backup with the recovery key, and seals it to a new passphrase.
     *
     * @return the day of that night
     */
    public LocalDate passOnNightKey(Path sealed, Path target, char[] recoveryPassphrase, char[] passphrase)
            throws IOException {
        if (Arrays.equals(recoveryPassphrase, passphrase)) {
            throw new CeremonyException(
                    "this is the passphrase of the recovery key, which never leaves this computer: make another one");
        }
        PassphraseIdentity opening = PassphraseIdentity.of(recoveryPassphrase);
        HybridIdentity recovery = SealedIdentity.open(folder.recoveryIdentity(), opening);
        NightKey night = NightKey.open(sealed, recovery);
        PrivateFile.write(target, night.sealedTo(PassphraseRecipient.of(passphrase)));
        Stream.of(opening, recovery, night.key()).forEach(each -> each.destroy());
        return night.day();
    }

    /**
     * Overwrites and removes every copy of an epoch's private key in this folder; what was sealed to it is then lost,
     * unless somebody kept a copy elsewhere.
     *
     * @return how many copies there were
     */
    public int destroy(String queue, int epoch, LocalDate today) throws IOException {
        requireEpoch(queue, epoch);
        boolean succeeded =
                folder.epochs(queue).stream().anyMatch(later -> later > epoch && hasBegun(queue, later, today));
        if (!succeeded) {
            throw new CeremonyException("epoch " + epoch + " is still in force: no later one has begun");
        }
        Path home = folder.epoch(queue, epoch);
        List<Path> copies;
        try (Stream<Path> files = Files.walk(home)) {
            copies = files.filter(file -> file.toString().endsWith(".age")).toList();
        }
        for (Path copy : copies) {
            PrivateFile.destroy(copy);
        }
        PrivateFile.write(home.resolve(DESTROYED), today + "\n");
        return copies.size();
    }

    private boolean hasBegun(String queue, int epoch, LocalDate today) {
        try {
            return !from(queue, epoch).isAfter(today);
        } catch (IOException e) {
            return false;
        }
    }

    private void requireEpoch(String queue, int epoch) throws IOException {
        if (!folder.epochs(queue).contains(epoch)) {
            throw new CeremonyException(queue + " has no epoch " + epoch);
        }
        if (isDestroyed(queue, epoch)) {
            throw new CeremonyException("epoch " + epoch + " of " + queue + " was destroyed");
        }
    }

    private boolean isDestroyed(String queue, int epoch) {
        return Files.exists(folder.epoch(queue, epoch).resolve(DESTROYED));
    }

    /** Makes a file for the operator's words in each language, to be filled in before the manifest is signed. */
    public Path prepareWords() throws IOException {
        Files.createDirectories(folder.words());
        for (String language : OperatorWords.LANGUAGES) {
            Files.writeString(
                    folder.words().resolve(language + ".txt"), OperatorWords.blank(), StandardOpenOption.CREATE_NEW);
        }
        return folder.words();
    }

    /** The operator's words as they lie in the folder, by language: a manifest signed now would name them. */
    public Map<String, OperatorWords> words() throws IOException, GeneralSecurityException {
        if (!Files.isDirectory(folder.words())) {
            throw new CeremonyException("there is no folder words here; `keys words` makes it, with files to fill in");
        }
        return OperatorWords.read(folder.words());
    }

    /**
     * Signs a manifest of all queues and of the epochs that were not destroyed, with the operator's words, and
     * reads it back before it is put in place.
     *
     * @param days how long it is valid, with the first day
     */
    public KeyManifest sign(LocalDate from, int days, List<Script> scripts, char[] rootPassphrase)
            throws IOException, GeneralSecurityException {
        int serial = folder.lastSerial() + 1;
        var manifest = new KeyManifest(
                serial,
                from,
                from.plusDays(days - 1L),
                folder.recipient(folder.recoveryRecipient()),
                new ReceiptParameters(folder.text(folder.receiptSalt()), 1024, 1, 1),
                queues(),
                OperatorWords.beside(scripts, words()));
        byte[] json = manifest.toJson();
        MinisignSecretKey root = MinisignSecretKey.open(folder.text(folder.rootKey()), rootPassphrase);
        String signature = root.sign(json, "penah keys, serial " + serial + ", until " + manifest.notAfter());
        byte[] removed = RemovedMembers.of(serial, folder.removed()).toJson();
        String removedSignature = root.sign(removed, "penah removed members, serial " + serial);
        root.destroy();
        KeyManifest.verify(json, signature, rootPublicKey(), serial);
        RemovedMembers.verify(removed, removedSignature, rootPublicKey(), manifest);
        Path kept = folder.signed(serial);
        PrivateFile.folder(kept);
        Files.write(kept.resolve("keys.json"), json);
        Files.writeString(kept.resolve("keys.json.minisig"), signature);
        folder.replace(folder.removedMembers(), removed);
        folder.replace(
                signatureOf(folder.removedMembers()), removedSignature.lines().toList());
        folder.replace(folder.manifest(), json);
        folder.replace(folder.signature(), signature.lines().toList());
        return manifest;
    }

    private List<Queue> queues() throws IOException {
        var queues = new ArrayList<Queue>();
        for (String name : folder.queues()) {
            var epochs = new ArrayList<Epoch>();
            for (int epoch : folder.epochs(name)) {
                if (!isDestroyed(name, epoch)) {
                    Path recipient = folder.epoch(name, epoch).resolve("recipient");
                    epochs.add(new Epoch(epoch, from(name, epoch), folder.recipient(recipient)));
                }
            }
            if (epochs.isEmpty()) {
                throw new CeremonyException("queue " + name + " has no epoch; `keys epoch " + name + "` starts one");
            }
            queues.add(new Queue(name, epochs));
        }
        return queues;
    }

    /** Refuses words in the folder that this manifest does not name. */
    public void verifyWords(KeyManifest manifest) throws GeneralSecurityException {
        OperatorWords.readSigned(folder.words(), manifest);
    }

    /** The manifest in the folder, checked against the root key beside it and the serials signed so far. */
    public KeyManifest verify() throws IOException, GeneralSecurityException {
        return verify(folder.manifest(), rootPublicKey(), lastSerial());
    }

    /** The highest serial that was signed in this folder, or 0. */
    public int lastSerial() throws IOException {
        return folder.lastSerial();
    }

    /** A manifest anywhere, its signature beside it. */
    public static KeyManifest verify(Path manifest, MinisignPublicKey root, int highestSerial)
            throws IOException, GeneralSecurityException {
        return KeyManifest.verify(
                Files.readAllBytes(manifest), Files.readString(signatureOf(manifest)), root, highestSerial);
    }

    private static Path signatureOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".minisig");
    }

    /** Whether a manifest has been signed in this folder. */
    public boolean isSigned() {
        return Files.exists(folder.manifest());
    }

    /** The root's public key, as the folder has it. */
    public MinisignPublicKey rootPublicKey() throws IOException, GeneralSecurityException {
        return MinisignPublicKey.parse(folder.text(folder.rootPublicKey()));
    }

    /** The names of the queues. */
    public List<String> queueNames() throws IOException {
        return folder.queues();
    }

    /** The members to whom the queue's next epoch is sealed. */
    public List<String> membersOf(String queue) throws IOException {
        return folder.members(queue);
    }

    /** The numbers of the queue's epochs that have a key here. */
    public List<Integer> epochsOf(String queue) throws IOException {
        return folder.epochs(queue);
    }

    /** The digits by which a lead compares a member's key before the desk seals to it. */
    public String digitsOf(String member) throws IOException {
        return Fingerprint.of(folder.recipient(folder.memberRecipient(member)));
    }

    /** The same for the recovery key. */
    public String recoveryDigits() throws IOException {
        return Fingerprint.of(folder.recipient(folder.recoveryRecipient()));
    }

    /** One line on an epoch: its first day, and who holds a copy of its key in this folder. */
    public String describe(String queue, int epoch) throws IOException {
        if (isDestroyed(queue, epoch)) {
            return "destroyed on " + folder.text(folder.epoch(queue, epoch).resolve(DESTROYED));
        }
        Path copies = folder.epoch(queue, epoch).resolve("members");
        if (!Files.exists(copies)) {
            boolean recoverable = Files.exists(copies.resolveSibling(RECOVERY));
            return "from " + from(queue, epoch) + ", made at the desk; "
                    + (recoverable ? "sealed to recovery alone" : "no copy of its key is in this folder");
        }
        try (Stream<Path> files = Files.list(copies)) {
            String holders = String.join(
                    ", ",
                    files.map(file -> file.getFileName().toString().replaceFirst("\\.age$", ""))
                            .sorted()
                            .toList());
            return "from " + from(queue, epoch) + ", sealed to " + holders + " and recovery";
        }
    }
}
