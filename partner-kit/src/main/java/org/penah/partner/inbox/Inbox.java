package org.penah.partner.inbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.penah.partner.home.PrivateFile;
import org.penah.sealing.age.Identity;

/** Alerts in a folder, sealed as they came: {@code <id>.<seq>.age}, and beside it {@code .acknowledged} once answered. */
public final class Inbox {

    private final Path folder;

    /** Opens the folder, or makes it. */
    public Inbox(Path folder) throws IOException {
        PrivateFile.makeFolder(folder);
        this.folder = folder;
    }

    /** Keeps an alert on the disk; false if it was there already, for the same message comes until it is answered. */
    public boolean keep(Alert alert, byte[] sealed) throws IOException {
        return createIfAbsent(folder.resolve(stem(alert) + ".age"), sealed);
    }

    /** Remembers that Penah has taken our answer. */
    public void markAcknowledged(Alert alert) throws IOException {
        createIfAbsent(acknowledgedFile(alert), new byte[0]);
    }

    public boolean isAcknowledged(Alert alert) {
        return Files.exists(acknowledgedFile(alert));
    }

    /** The latest message of each alert, those to be answered first before the others. */
    public List<Alert> latest(Identity identity) throws IOException {
        List<Alert> newestFirst = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.age")) {
            for (Path file : files) {
                newestFirst.add(SealedAlert.open(Files.readAllBytes(file), identity));
            }
        }
        newestFirst.sort(Comparator.comparing(Alert::seq).reversed());
        List<Alert> latest = new ArrayList<>();
        for (Alert alert : newestFirst) {
            if (latest.stream().noneMatch(other -> other.id().equals(alert.id()))) {
                latest.add(alert);
            }
        }
        latest.sort(Comparator.comparing(Alert::ackBy));
        return latest;
    }

    /** The latest message of the one alert whose id begins so; nothing if there is none or more than one. */
    public Optional<Alert> find(String idPrefix, Identity identity) throws IOException {
        List<Alert> found = latest(identity).stream()
                .filter(alert -> alert.id().toString().startsWith(idPrefix))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static boolean createIfAbsent(Path file, byte[] content) throws IOException {
        try {
            PrivateFile.create(file, content);
            return true;
        } catch (FileAlreadyExistsException kept) {
            return false;
        }
    }

    private Path acknowledgedFile(Alert alert) {
        return folder.resolve(stem(alert) + ".acknowledged");
    }

    private static String stem(Alert alert) {
        return alert.id() + "." + alert.seq();
    }
}
