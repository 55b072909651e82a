package org.penah.ceremony.cli;

import java.nio.file.Path;
import org.penah.ceremony.Ceremony;
import picocli.CommandLine.Option;

/** Takes the ceremony's folder as an option of every command of {@code keys}. */
final class Folder {

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "FOLDER",
            defaultValue = "keys",
            description = "The ceremony's folder (${DEFAULT-VALUE}).")
    private Path path;

    Ceremony ceremony() {
        return new Ceremony(path);
    }

    Path manifest() {
        return path.resolve("keys.json");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
