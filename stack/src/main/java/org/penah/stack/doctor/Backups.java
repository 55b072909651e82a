package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
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

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    /** The days that have one, whole or not, the first first. */
    public List<LocalDate> days() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(folder)) {
            return days.map(day -> day.getFileName().toString())
                    .filter(name -> DAY.matcher(name).matches())
                    .map(LocalDate::parse)
                    .sorted()
                    .toList();
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
