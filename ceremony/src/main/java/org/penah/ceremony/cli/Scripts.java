package org.penah.ceremony.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.penah.sealing.manifest.Script;

/** Reads the form's scripts, as the command line names them. */
final class Scripts {

    private Scripts() {}

    /** A list in the format of {@code sha256sum}: hash, two spaces, path. */
    static List<Script> read(Path file) throws IOException {
        var scripts = new ArrayList<Script>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("  ", 2);
            if (parts.length != 2) {
                throw new RefusedException("line " + (scripts.size() + 1) + " of " + file + " is not `hash  path`");
            }
            scripts.add(new Script(parts[1], parts[0]));
        }
        return scripts;
    }

    /** {@code PATH=FILE}: the path that it is served under, and the file that has its bytes. */
    static Script of(String pathAndFile) throws IOException {
        String[] parts = pathAndFile.split("=", 2);
        if (parts.length != 2) {
            throw new RefusedException("--script wants PATH=FILE");
        }
        return Script.of(parts[0], Files.readAllBytes(Path.of(parts[1])));
    }
}
