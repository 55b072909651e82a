package org.penah.stack.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.stack.StackFailure;

/**
 * A release that somebody signed: its archive, and the version that the signature names.
 *
 * @param archive {@code penah-VERSION.tar.gz}
 */
record Release(Path archive, String version) {

    private static final Pattern NAME = Pattern.compile("penah-([0-9]+\\.[0-9]+\\.[0-9]+)\\.tar\\.gz");
    private static final int LONGEST = 64 * 1024;
    private static final int BUFFER = 64 * 1024;

    /**
     * Checks the archive against {@code SHA256SUMS} and {@code SHA256SUMS.minisig} beside it.
     *
     * @throws StackFailure if one is missing, or the archive is not the one that was signed
     */
    static Release verified(Path archive, MinisignPublicKey key) throws IOException {
        String name = String.valueOf(archive.getFileName());
        Matcher named = NAME.matcher(name);
        if (!named.matches()) {
            throw new StackFailure("%s is not called as a release is: penah-VERSION.tar.gz".formatted(archive));
        }
        Release release = new Release(archive, named.group(1));
        byte[] sums = read(archive.resolveSibling("SHA256SUMS"));
        String signature = new String(read(archive.resolveSibling("SHA256SUMS.minisig")), StandardCharsets.UTF_8);
        try {
            String comment = key.verify(sums, signature);
            // Else the list of one release would do for the archive of another.
            if (!comment.equals("penah " + release.version)) {
                throw new StackFailure("the signature is for %s, and not for %s".formatted(comment, name));
            }
        } catch (GeneralSecurityException wrong) {
            throw new StackFailure(
                    "SHA256SUMS is not signed by release.pub (%s): %s".formatted(key.id(), wrong.getMessage()));
        }
        String wanted = sha256(archive) + "  " + name;
        if (new String(sums, StandardCharsets.UTF_8).lines().noneMatch(wanted::equals)) {
            throw new StackFailure("%s is not the archive that was signed; fetch it again".formatted(archive));
        }
        return release;
    }

    /** Whether it came before another, by the numbers of its version. */
    boolean isOlderThan(String other) {
        return Arrays.compare(numbers(version), numbers(other)) < 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw new StackFailure("%s is missing; it belongs beside the archive".formatted(file));
        }
        return Files.readAllBytes(file);
    }

    private static String sha256(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new StackFailure("%s is missing".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How large what is in the archive is. */
    long unpackedBytes() throws IOException {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(archive), BUFFER)) {
            for (int count = unpacked.read(buffer); count >= 0; count = unpacked.read(buffer)) {
                bytes += count;
            }
        }
        return bytes;
    }
}
