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

/**
 * The backups of an installed server, each in a folder that is named by its day.
 *
 * @param folder with all of them; need not exist
 */
public record Backups(Path folder) {

    /** Where {@code ./penah server backup} puts them. */
    public static final Path USUAL = Path.of("/var/backups/penah");

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

    /** The names of what is not empty. */
    private static Set<String> there(Path day) throws IOException {
        try (Stream<Path> files = Files.list(day)) {
            return files.filter(file -> file.toFile().length() > 0)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }
}
