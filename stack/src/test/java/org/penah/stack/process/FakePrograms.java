package org.penah.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that say what a test wants to hear. */
public record FakePrograms(Path folder) {

    public void place(String name, String commands) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Before everything else that this machine has. */
    public OtherPrograms first() {
        return new OtherPrograms(folder + ":" + System.getenv("PATH"));
    }

    /** On a machine on which nothing else is. */
    public OtherPrograms alone() {
        return new OtherPrograms(folder.toString());
    }
}
