package org.penah.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.manifest.RemovedMembers.RemovedMember;

/** Says where each thing of the ceremony lies ({@code docs/key-ceremony.md}, "The folder"), and how it is read and kept. */
final class CeremonyFolder {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final Path folder;

    CeremonyFolder(Path folder) {
        this.folder = folder;
    }

    Path rootKey() {
        return folder.resolve("root.key");
    }

    Path rootPublicKey() {
        return folder.resolve("root.pub");
    }

    Path recoveryIdentity() {
        return folder.resolve("recovery.age");
    }

    Path recoveryRecipient() {
        return folder.resolve("recovery.pub");
    }

    Path receiptSalt() {
        return folder.resolve("receipt.salt");
    }

    /** What {@code keys init} has put here, in its order, as it lies in the folder. */
    List<String> leftOfInit() {
        return Stream.of(rootKey(), rootPublicKey(), recoveryIdentity(), recoveryRecipient(), receiptSalt())
                .filter(Files::exists)
                .map(file -> file.getFileName().toString())
                .toList();
    }

    /** Whether {@code keys init} came to its end here once: the salt is its last file, and all else comes after it. */
    boolean isBegun() throws IOException {
        boolean hasSalt = Files.exists(receiptSalt()) && Files.size(receiptSalt()) > 0;
        return hasSalt
                || Stream.of("members", "queues", "signed").map(folder::resolve).anyMatch(Files::exists);
    }

    Path memberRecipient(String member) {
        return folder.resolve("members").resolve(named(member) + ".pub");
    }

    Path memberIdentity(String member) {
        return folder.resolve("members").resolve(named(member) + ".age");
    }

    Path queue(String queue) {
        return folder.resolve("queues").resolve(named(queue));
    }

    Path queueMembers(String queue) {
        return queue(queue).resolve("members");
    }

    Path epoch(String queue, int epoch) {
        return queue(queue).resolve(Integer.toString(epoch));
    }

    Path manifest() {
        return folder.resolve("keys.json");
    }

    Path signature() {
        return folder.resolve("keys.json.minisig");
    }

    /** The operator's words, a file for each language. */
    Path words() {
        return folder.resolve("words");
    }

    /** Who was removed, as the desk is told, its signature beside it. */
    Path removedMembers() {
        return folder.resolve("removed.json");
    }

    /** Those who were removed: {@code SERIAL QUEUE MEMBER} a line; the serial is the first that is signed after it. */
    List<RemovedMember> removed() throws IOException {
        if (!Files.exists(removedLines())) {
            return List.of();
        }
        List<RemovedMember> removed = new ArrayList<>();
        for (String line : text(removedLines()).lines().toList()) {
            String[] words = line.split(" ", -1);
            removed.add(new RemovedMember(words[2], words[1], Integer.parseInt(words[0])));
        }
        return removed;
    }

    void keepRemoved(List<RemovedMember> removed) throws IOException {
        replace(
                removedLines(),
                removed.stream()
                        .map(each -> each.serial() + " " + each.queue() + " " + each.member())
                        .toList());
    }

    private Path removedLines() {
        return folder.resolve("removed");
    }

    Path signed(int serial) {
        return folder.resolve("signed").resolve(Integer.toString(serial));
    }

    HybridRecipient recipient(Path file) throws IOException {
        try {
            return HybridRecipient.parse(text(file));
        } catch (IllegalArgumentException e) {
            throw new CeremonyException(file.getFileName() + " is not a recipient (age1pq1…)");
        }
    }

    LocalDate day(Path file) throws IOException {
        return LocalDate.parse(text(file));
    }

    List<String> members(String queue) throws IOException {
        if (!Files.exists(queueMembers(queue))) {
            throw new CeremonyException("there is no queue " + queue + "; `keys queue add` makes one");
        }
        return text(queueMembers(queue)).lines().toList();
    }

    List<String> queues() throws IOException {
        return names(folder.resolve("queues"));
    }

    /** The numbers of a queue's epochs, in order. */
    List<Integer> epochs(String queue) throws IOException {
        return numbers(queue(queue));
    }

    int lastSerial() throws IOException {
        List<Integer> serials = numbers(folder.resolve("signed"));
        return serials.isEmpty() ? 0 : serials.get(serials.size() - 1);
    }

    String text(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new CeremonyException(
                    "there is no " + folder.relativize(file) + " in this folder; `keys init` begins one");
        }
        return Files.readString(file).strip();
    }

    /** Public files may be replaced, by one move, so that nobody ever reads half of one. */
    void replace(Path file, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(folder, ".new", null);
        Files.write(fresh, content);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void replace(Path file, List<String> lines) throws IOException {
        replace(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static String named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name has lower-case letters, digits and hyphens, at most 32");
        }
        return name;
    }

    private static List<Integer> numbers(Path parent) throws IOException {
        return names(parent).stream()
                .filter(name -> name.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    private static List<String> names(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return new ArrayList<>(children.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .sorted()
                    .toList());
        }
    }
}
