package org.penah.testbed.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The files that the demo shows as its operator's words. */
public final class DemoWords {

    /** As seen from the folder of a module, where tests run. */
    private static final Path FOLDER = Path.of("../stack/src/main/words");

    private DemoWords() {}

    /** Puts a file for each language into a folder, in place of what lies there. */
    public static void copyTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
