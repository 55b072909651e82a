package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that say what a test wants to hear. */
record FakePrograms(Path folder) {

    void place(String name, String commands) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** On a machine on which nothing else is. */
    OtherPrograms alone() {
        return new OtherPrograms(folder.toString());
    }
}
