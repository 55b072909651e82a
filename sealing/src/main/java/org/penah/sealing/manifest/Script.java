package org.penah.sealing.manifest;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.penah.sealing.digest.Digest;

/**
 * A script, or the operator's words in a language, as the form serves it; so that the command line can catch a server that
 * serves another.
 *
 * @param path absolute on the form's host
 * @param sha256 of its bytes, in lower-case hexadecimal
 */
public record Script(String path, String sha256) {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)+");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public Script {
        if (path.length() > 200 || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("a script's path is absolute and plain");
        }
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a script's hash is 64 lower-case hexadecimal digits");
        }
    }

    /** The script that has these bytes. */
    public static Script of(String path, byte[] content) {
        return new Script(path, HexFormat.of().formatHex(Digest.sha256(content)));
    }
}
