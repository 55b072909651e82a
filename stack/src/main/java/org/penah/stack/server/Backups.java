package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.penah.stack.Folders;

/**
 * The backups of an installed server, each in a folder that is named by its day.
 *
 * @param folder with all of them; need not exist
 */
public record Backups(Path folder) {

    /** Where {@code ./penah server backup} puts them. */
    public static final Path USUAL = Path.of("/var/backups/penah");

    /** Behind the day of one whose place another takes. */
    private static final String BEFORE = ".before";

    /** The key to all the others, sealed to the recovery key. */
    static final String NIGHT = "night.age";

    static final String BLOBS = "blobs.tar.age";
    static final String TOR = "tor.tar.age";
    static final String SETTINGS = "etc.tar.age";
    static final List<String> DATABASES = List.of("intake", "triage", "notify", "keycloak");

    /** What a whole backup consists of. */
    public static final List<String> FILES =
            List.of(NIGHT, dump("intake"), dump("triage"), dump("notify"), dump("keycloak"), BLOBS, TOR, SETTINGS);

    /** The same before 2026-12, each sealed to the recovery key itself. */
    private static final List<String> FILES_BEFORE =
            List.of(dump("intake"), dump("triage"), dump("notify"), dump("keycloak"), BLOBS, SETTINGS);

    static String dump(String database) {
        return database + ".dump.age";
    }

    /** The days that have one, whole or not, the first first. */
    public List<LocalDate> days() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(folder)) {
            return days.filter(Files::isDirectory)
                    .map(day -> day.getFileName().toString())
                    .flatMap(name -> dayOf(name).stream())
                    .sorted()
                    .toList();
        }
    }

    private static Optional<LocalDate> dayOf(String name) {
        try {
            return Optional.of(LocalDate.parse(name))
                    .filter(day -> day.toString().equals(name));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    /** Those that have a whole one. */
    public List<LocalDate> whole() throws IOException {
        List<LocalDate> whole = new ArrayList<>();
        for (LocalDate day : days()) {
            Set<String> there = there(folder.resolve(day.toString()));
            if (there.containsAll(FILES) || there.equals(Set.copyOf(FILES_BEFORE))) {
                whole.add(day);
            }
        }
        return whole;
    }

    /**
     * Makes a folder that of a day. One of the same day is there until this one is.
     *
     * @return where it is now
     */
    Path place(Path made, LocalDate today) throws IOException {
        Path day = folder.resolve(today.toString());
        Path before = folder.resolve(today + BEFORE);
        if (Files.exists(day)) {
            Folders.delete(before);
            Files.move(day, before);
        }
        Files.move(made, day);
        Folders.delete(before);
        return day;
    }

    /** After a power cut while one took the place of another. */
    void putBack() throws IOException {
        List<String> names;
        try (Stream<Path> all = Files.list(folder)) {
            names = all.map(each -> each.getFileName().toString())
                    .filter(name -> name.endsWith(BEFORE))
                    .toList();
        }
        for (String name : names) {
            Path before = folder.resolve(name);
            Path day = folder.resolve(name.substring(0, name.length() - BEFORE.length()));
            if (Files.exists(day)) {
                Folders.delete(before);
            } else {
                Files.move(before, day);
            }
        }
    }

    /** The names of what is not empty. */
    private static Set<String> there(Path day) throws IOException {
        try (Stream<Path> files = Files.list(day)) {
            return files.filter(file -> file.toFile().length() > 0)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }
}
