package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The backups of an installed server, each in a folder that is named by its day.
 *
 * @param folder with all of them; need not exist
 */
public record Backups(Path folder) {

    /** Where {@code ./penah server backup} puts them. */
    public static final Path USUAL = Path.of("/var/backups/penah");

    /** What a whole backup consists of. */
    public static final List<String> FILES = List.of(
            "intake.dump.age",
            "triage.dump.age",
            "notify.dump.age",
            "keycloak.dump.age",
            "blobs.tar.age",
            "etc.tar.age");

    /** The days that have one, whole or not, the first first. */
    public List<LocalDate> days() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(folder)) {
            return days.map(day -> day.getFileName().toString())
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
        return days().stream()
                .filter(day -> FILES.stream()
                        .allMatch(name -> folder.resolve(day.toString())
                                        .resolve(name)
                                        .toFile()
                                        .length()
                                > 0))
                .toList();
    }
}
