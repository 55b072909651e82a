package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.penah.sealing.manifest.ManifestException;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.testbed.words.DemoWords;

/** As many words of an operator as are accepted, in signs that HTML writes longest, and as many regions. */
final class FullestWords {

    private FullestWords() {}

    static void write(Path folder) throws IOException {
        DemoWords.copyTo(folder);
        // Pages with a form or a reply show the numbers alone, so these come first.
        List<String> keys = new ArrayList<>(
                OperatorWords.REGIONS.stream().map(region -> "help." + region).toList());
        for (String key : keys) {
            add(folder, key + "=1");
        }
        keys.addAll(List.of("help", "tor", "android", "iphone", "kept", "partners", "about"));
        for (String key : keys) {
            while (add(folder, key + "=" + "12ж".repeat(30) + "'".repeat(60))) {
                // One more line, until there is room for none.
            }
        }
        for (int letters = 60; letters > 0; letters--) {
            for (String key : List.of("tor", "android", "kept", "partners", "about")) {
                add(folder, key + "=" + "'".repeat(letters));
            }
        }
        assertThatThrownBy(() -> change(folder, "iphone='")).hasMessageContaining("bytes on a page");
    }

    /** Whether every language has room for it. */
    private static boolean add(Path folder, String line) throws IOException {
        try {
            change(folder, line);
            return true;
        } catch (ManifestException full) {
            return false;
        }
    }

    private static void change(Path folder, String line) throws IOException, ManifestException {
        for (String language : OperatorWords.LANGUAGES) {
            Path file = folder.resolve(language + ".txt");
            Files.writeString(file, Files.readString(file) + line + "\n");
        }
        try {
            OperatorWords.read(folder);
        } catch (ManifestException full) {
            for (String language : OperatorWords.LANGUAGES) {
                Path file = folder.resolve(language + ".txt");
                String whole = Files.readString(file);
                Files.writeString(file, whole.substring(0, whole.length() - line.length() - 1));
            }
            throw full;
        }
    }
}
