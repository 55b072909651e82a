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

/**
 * Alerts in a folder, sealed as they came: {@code <id>.<seq>.age}. Beside each {@code .answer} once somebody here has
 * answered, and {@code .acknowledged} once Penah knows.
 */
public final class Inbox {

    private static final String ANSWER = ".answer";
    private static final String ACKNOWLEDGED = ".acknowledged";

    private final Path folder;

    /** Opens the folder, or makes it. */
    public Inbox(Path folder) throws IOException {
        PrivateFile.makeFolder(folder);
        this.folder = folder;
    }

    /** Keeps an alert on the disk; false if it was there already, for the same message comes until it is answered. */
    public boolean keep(Alert alert, byte[] sealed) throws IOException {
        return createIfAbsent(folder.resolve(alert.stem() + ".age"), sealed);
    }

    /** Remembers that somebody here has seen it; the answer goes with the next slot. */
    public void answer(Alert alert) throws IOException {
        createIfAbsent(folder.resolve(alert.stem() + ANSWER), new byte[0]);
    }

    /** The messages, each {@code <id>.<seq>}, that were answered here and that Penah does not know of yet. */
    public List<String> answers() throws IOException {
        List<String> waiting = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*" + ANSWER)) {
            for (Path file : files) {
                String stem = stem(file);
                if (!Files.exists(folder.resolve(stem + ACKNOWLEDGED))) {
                    waiting.add(stem);
                }
            }
        }
        return waiting;
    }

    /** Remembers that Penah knows of the answer. */
    public void markAcknowledged(String stem) throws IOException {
        createIfAbsent(folder.resolve(stem + ACKNOWLEDGED), new byte[0]);
    }

    /** Remembers that Penah has taken our answer. */
    public void markAcknowledged(Alert alert) throws IOException {
        markAcknowledged(alert.stem());
    }

    public boolean isAcknowledged(Alert alert) {
        return Files.exists(folder.resolve(alert.stem() + ACKNOWLEDGED));
    }

    /** The latest message of each alert, those to be answered first before the others. */
    public List<Alert> latest(Identity identity) throws IOException {
        List<Alert> newestFirst = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.age")) {
            for (Path file : files) {
                Delivery.open(Files.readAllBytes(file), identity)
                        .find(stem(file))
                        .ifPresent(newestFirst::add);
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

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
