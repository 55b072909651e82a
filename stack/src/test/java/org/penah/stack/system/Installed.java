package org.penah.stack.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.penah.stack.story.Browser;

/** What a test needs of the machine. Where it is not installed, the test is skipped and says why. */
public final class Installed {

    private Installed() {}

    public static <T> T orSkip(Optional<T> tool, String name) {
        if (tool.isEmpty()) {
            System.out.println("SKIPPED: no " + name + " is installed; see .ci/run");
        }
        Assumptions.assumeTrue(tool.isPresent(), "no " + name + " is installed");
        return tool.orElseThrow();
    }

    public static Path program(String name) {
        return orSkip(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst(),
                name);
    }

    public static Browser chromium() {
        return orSkip(Browser.find(), "Chromium");
    }
}
