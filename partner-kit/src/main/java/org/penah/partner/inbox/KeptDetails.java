package org.penah.partner.inbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.PrivateFile;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Identity;

/**
 * Keeps details that were fetched, sealed as they came, in the inbox's folder: {@code <alert>.<handOver>.details}; and who was shown them, in
 * {@code <alert>.<person>.read}, where {@code -} is somebody at the machine.
 */
public final class KeptDetails {

    private static final Pattern READ = Pattern.compile("([0-9a-f-]{36})\\.(-|[a-z][a-z0-9-]{0,30})\\.read");
    private static final String AT_MACHINE = "-";

    private final Path folder;

    /**
     * Somebody who was shown the details of an alert.
     *
     * @param person who read them by phone, which Penah never learns; null for somebody at the machine
     */
    public record Read(@Nullable String person, Instant first, Instant last) {}

    /** @param folder the inbox's */
    public KeptDetails(Path folder) {
        this.folder = folder;
    }

    /** Whether these were fetched. */
    public boolean has(UUID alert, UUID handOver) {
        return Files.exists(file(alert, handOver));
    }

    /** Keeps what was fetched. */
    public void keep(UUID alert, UUID handOver, byte[] sealed) throws IOException {
        try {
            PrivateFile.create(file(alert, handOver), sealed);
        } catch (FileAlreadyExistsException keptMeanwhile) {
            // Another program of ours got the same answer.
        }
    }

    /** Writes what is of no use, so that the disk has as much to do as with details. */
    public void keepNothing(byte[] answer) {
        try {
            PrivateFile.replace(folder.resolve("nothing.details"), answer);
        } catch (IOException full) {
            // Nothing is lost.
        }
    }

    /**
     * All that was fetched about an alert, the oldest first; nothing once the source has withdrawn it.
     *
     * @throws IOException if there are some and none can be opened; one that cannot hides no other
     */
    public List<String> texts(Alert alert, Identity identity) throws IOException {
        List<String> texts = new ArrayList<>();
        @Nullable IOException unreadable = null;
        for (Path file : files(alert)) {
            try (InputStream text =
                    AgeDecryptor.open(new ByteArrayInputStream(Files.readAllBytes(file)), List.of(identity))) {
                texts.add(new String(text.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
            } catch (IOException broken) {
                unreadable = broken;
            }
        }
        if (texts.isEmpty() && unreadable != null) {
            throw unreadable;
        }
        return texts;
    }

    /** Remembers that somebody is shown them: one file for each person, however often they read. */
    public void shown(UUID alert, @Nullable String person, Instant now) throws IOException {
        Path file = folder.resolve(alert + "." + (person == null ? AT_MACHINE : person) + ".read");
        PrivateFile.replace(file, first(file, now).toString().getBytes(StandardCharsets.US_ASCII));
        Files.setLastModifiedTime(file, FileTime.from(now));
    }

    /** Who was shown the details of each alert, the first first. */
    public Map<UUID, List<Read>> reads() throws IOException {
        Map<UUID, List<Read>> reads = new HashMap<>();
        try (var files = Files.newDirectoryStream(folder, "*.read")) {
            for (Path file : files) {
                Matcher name = READ.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    continue;
                }
                Instant last;
                try {
                    last = Files.getLastModifiedTime(file).toInstant();
                } catch (NoSuchFileException droppedMeanwhile) {
                    continue;
                }
                String person = name.group(2).equals(AT_MACHINE) ? null : name.group(2);
                reads.computeIfAbsent(UUID.fromString(name.group(1)), none -> new ArrayList<>())
                        .add(new Read(person, first(file, last), last));
            }
        }
        reads.values().forEach(each -> each.sort(Comparator.comparing(Read::first)));
        return reads;
    }

    /** An unreadable file still says who it was, and when last. */
    private static Instant first(Path file, Instant last) {
        try {
            return Instant.parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException | DateTimeParseException unreadable) {
            return last;
        }
    }

    private List<Path> files(Alert alert) throws IOException {
        if (alert.isCancel() || !alert.consent().details()) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (var found = Files.newDirectoryStream(folder, alert.id() + ".*.details")) {
            found.forEach(files::add);
        }
        files.sort(Comparator.comparing(file -> file.toFile().lastModified()));
        return files;
    }

    private Path file(UUID alert, UUID handOver) {
        return folder.resolve(alert + "." + handOver + ".details");
    }
}
