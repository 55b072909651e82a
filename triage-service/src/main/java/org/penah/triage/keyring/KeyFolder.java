package org.penah.triage.keyring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.penah.sealing.manifest.Epoch;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.Queue;
import org.penah.sealing.manifest.RemovedMembers;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.triage.memberkey.MemberKeys.CeremonyKey;

/** Reads the sealed keys, and nothing else, from a folder of the key ceremony ({@code docs/key-ceremony.md}). */
final class KeyFolder {

    private static final String ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
    private static final String SUFFIX = ".age";
    private static final String PUBLIC = ".pub";
    /** A sealed identity has about 4 KiB. */
    private static final long MAX_BYTES = 64 * 1024;

    private static final long MAX_SIGNED_BYTES = 1024 * 1024;

    private final Path folder;

    KeyFolder(Path folder) {
        this.folder = folder;
    }

    List<CeremonyKey> memberKeys() throws IOException {
        Map<String, String> recipients = recipients();
        List<CeremonyKey> keys = new ArrayList<>();
        for (Path file : sealed(folder.resolve("members"))) {
            keys.add(new CeremonyKey(nameOf(file), armored(file), recipients.get(nameOf(file))));
        }
        return keys;
    }

    /** The recipients that queues' keys are sealed to, by member. */
    Map<String, String> recipients() throws IOException {
        Map<String, String> recipients = new HashMap<>();
        for (Path file : children(folder.resolve("members"))) {
            String name = file.getFileName().toString();
            if (name.endsWith(PUBLIC)) {
                line(file)
                        .ifPresent(recipient ->
                                recipients.put(name.substring(0, name.length() - PUBLIC.length()), recipient));
            }
        }
        return recipients;
    }

    /** Epochs whose key was not destroyed. */
    List<QueueEpoch> epochs() throws IOException {
        List<QueueEpoch> epochs = new ArrayList<>();
        for (Path queue : children(folder.resolve("queues"))) {
            for (Path epoch : children(queue)) {
                Optional<Integer> number = number(epoch);
                Optional<String> recipient = line(epoch.resolve("recipient"));
                Path recovery = epoch.resolve("recovery.age");
                if (number.isPresent() && recipient.isPresent() && Files.exists(recovery)) {
                    String queueName = queue.getFileName().toString();
                    epochs.add(QueueEpoch.of(queueName, number.get(), recipient.get(), armored(recovery), null));
                }
            }
        }
        return epochs;
    }

    /**
     * What the root key says of it.
     *
     * @param root the key that signed it
     * @param removed absent if the manifest is from before the ceremony listed them
     */
    record SignedPart(String root, KeyManifest manifest, Optional<RemovedMembers> removed) {

        /** The epochs that are as the manifest has them. */
        List<QueueEpoch> of(List<QueueEpoch> epochs) {
            return epochs.stream().filter(this::names).toList();
        }

        /** Keys of members who had not been removed from that queue when it was signed. */
        List<QueueKey> ofMembers(List<QueueKey> keys) {
            Set<Membership> left = removed.stream()
                    .flatMap(list -> list.removed().stream())
                    .map(member -> new Membership(member.member(), member.queue()))
                    .collect(Collectors.toSet());
            return keys.stream()
                    .filter(key -> !left.contains(new Membership(key.member, key.queue)))
                    .toList();
        }

        /** The keys that sources seal to from a day on. */
        Map<EpochId, String> recipientsFrom(LocalDate day) {
            Map<EpochId, String> recipients = new LinkedHashMap<>();
            for (Queue queue : manifest.queues()) {
                int first = queue.epochOn(day).map(Epoch::epoch).orElse(0);
                queue.epochs().stream()
                        .filter(epoch -> epoch.epoch() >= first)
                        .forEach(epoch -> recipients.put(
                                new EpochId(queue.name(), epoch.epoch()),
                                epoch.recipient().toString()));
            }
            return recipients;
        }

        private boolean names(QueueEpoch epoch) {
            return manifest.queue(epoch.queue).stream()
                    .flatMap(queue -> queue.epochs().stream())
                    .anyMatch(signed -> signed.epoch() == epoch.epoch
                            && signed.recipient().toString().equals(epoch.recipient));
        }
    }

    /**
     * Checks the manifest and the list of removed members.
     *
     * @throws GeneralSecurityException if the root key did not sign them
     */
    SignedPart signedBy(Path rootKey) throws IOException, GeneralSecurityException {
        MinisignPublicKey root = MinisignPublicKey.parse(Files.readString(rootKey));
        KeyManifest manifest = KeyManifest.verify(bytes("keys.json"), text("keys.json.minisig"), root, 1);
        Optional<RemovedMembers> removed = Files.exists(folder.resolve("removed.json"))
                ? Optional.of(
                        RemovedMembers.verify(bytes("removed.json"), text("removed.json.minisig"), root, manifest))
                : Optional.empty();
        return new SignedPart(root.toBase64(), manifest, removed);
    }

    private byte[] bytes(String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.size(file) > MAX_SIGNED_BYTES) {
            throw new IOException(name + " is too long");
        }
        return Files.readAllBytes(file);
    }

    private String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    Optional<String> recoveryRecipient() throws IOException {
        return line(folder.resolve("recovery.pub"));
    }

    private static Optional<String> line(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) <= MAX_BYTES
                ? Optional.of(Files.readString(file).strip())
                : Optional.empty();
    }

    List<QueueKey> queueKeys() throws IOException {
        List<QueueKey> keys = new ArrayList<>();
        for (Path queue : children(folder.resolve("queues"))) {
            for (Path epoch : children(queue)) {
                Optional<Integer> number = number(epoch);
                if (number.isPresent()) {
                    for (Path file : sealed(epoch.resolve("members"))) {
                        String queueName = queue.getFileName().toString();
                        keys.add(QueueKey.of(queueName, number.get(), nameOf(file), armored(file)));
                    }
                }
            }
        }
        return keys;
    }

    private String armored(Path file) throws IOException {
        String text = Files.size(file) > MAX_BYTES ? "" : Files.readString(file);
        if (!text.startsWith(ARMOR)) {
            throw new IOException(folder.relativize(file) + " is not an armored age file");
        }
        return text;
    }

    private static List<Path> sealed(Path parent) throws IOException {
        return children(parent).stream()
                .filter(file -> file.toString().endsWith(SUFFIX))
                .toList();
    }

    private static List<Path> children(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.sorted().toList();
        }
    }

    private static Optional<Integer> number(Path epoch) {
        String name = epoch.getFileName().toString();
        return name.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(name)) : Optional.empty();
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }
}
