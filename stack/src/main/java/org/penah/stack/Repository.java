package org.penah.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder with the sources, in which the build leaves what the stack starts. */
public record Repository(Path root) {

    /** Found from the place of our own classes, so that the current folder does not matter. */
    public static Repository ofThisProgram() {
        try {
            Path own = Path.of(Repository.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = own; folder != null; folder = folder.getParent()) {
                if (Files.isExecutable(folder.resolve("penah"))) {
                    return new Repository(folder);
                }
            }
            throw new IllegalStateException("no folder above " + own + " holds the script penah");
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Path module(String name) {
        return root.resolve(name);
    }

    /** @throws StackFailure if the build has not made it */
    Path built(String path) {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            throw new StackFailure(path + " is not built yet; run mvn package, or start through ./penah.");
        }
        return file;
    }
}
