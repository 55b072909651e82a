package org.penah.sealing.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.penah.sealing.manifest.Script;

/** A list of scripts in the format of {@code sha256sum}: hash, two spaces, path. */
final class ScriptHashes {

    private ScriptHashes() {}

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
}
