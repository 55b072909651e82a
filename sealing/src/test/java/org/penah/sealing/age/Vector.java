package org.penah.sealing.age;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

/** One C2SP test vector: lines of "key: value", an empty line, and the file, perhaps compressed. */
final class Vector {

    private final Path path;
    private final List<String> lines;
    private final byte[] file;

    private Vector(Path path, List<String> lines, byte[] file) {
        this.path = path;
        this.lines = lines;
        this.file = file;
    }

    static Vector read(Path path) {
        try {
            byte[] whole = Files.readAllBytes(path);
            String text = new String(whole, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\n\n");
            byte[] file = Arrays.copyOfRange(whole, end + 2, whole.length);
            return new Vector(path, text.substring(0, end).lines().toList(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    boolean armored() {
        return values("armored").anyMatch("yes"::equals);
    }

    byte[] file() throws IOException {
        boolean compressed = values("compressed").anyMatch("zlib"::equals);
        return compressed ? new InflaterInputStream(new ByteArrayInputStream(file)).readAllBytes() : file;
    }

    List<Identity> identities() {
        return Stream.concat(
                        values("identity").map(Identity::parse),
                        values("passphrase").map(passphrase -> PassphraseIdentity.of(passphrase.toCharArray())))
                .toList();
    }

    VectorTest.Outcome expected() {
        return new VectorTest.Outcome(
                values("expect").findFirst().orElseThrow(),
                values("payload").findFirst().orElse(sha256(new byte[0])));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<String> values(String key) {
        return lines.stream().filter(line -> line.startsWith(key + ": ")).map(line -> line.substring(key.length() + 2));
    }
}
