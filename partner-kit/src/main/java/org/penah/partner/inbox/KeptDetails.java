package org.penah.partner.inbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.PrivateFile;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Identity;

/** Keeps details that were fetched, sealed as they came, in the inbox's folder: {@code <alert>.<handOver>.details}. */
public final class KeptDetails {

    private final Path folder;

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
