package org.penah.sealing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. Where it is not installed, the test is skipped and says why. */
public final class Installed {

    private Installed() {}

    public static void orSkip(String program) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!found) {
            System.out.println("SKIPPED: no " + program + " is installed; see .ci/run");
        }
        Assumptions.assumeTrue(found, "no " + program + " is installed");
    }
}
