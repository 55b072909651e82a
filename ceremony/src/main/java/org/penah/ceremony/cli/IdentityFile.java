package org.penah.ceremony.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Armor;
import org.penah.sealing.age.Identity;
import org.penah.sealing.age.PassphraseIdentity;

/** Reads a file of private keys, one a line, in clear as {@code age-keygen} writes it or sealed to a passphrase. */
final class IdentityFile {

    private static final int LONGEST = 64 * 1024;

    private IdentityFile() {}

    static List<Identity> read(Path file, Terminal terminal, String variable) throws IOException {
        if (Files.isDirectory(file)) {
            throw new RefusedException(file + " is a folder: name the file in it");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LONGEST);
        }
        byte[] plain = isSealed(bytes) ? open(bytes, file, terminal, variable) : bytes;
        CharBuffer text = StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(plain));
        try {
            return parse(text, file);
        } finally {
            Arrays.fill(plain, (byte) 0);
            text.rewind().put(new char[text.limit()]);
        }
    }

    private static boolean isSealed(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 32), StandardCharsets.ISO_8859_1).strip();
        return start.startsWith("age-encryption.org/") || start.startsWith("-----BEGIN AGE");
    }

    private static byte[] open(byte[] sealed, Path file, Terminal terminal, String variable) throws IOException {
        char[] passphrase = terminal.passphrase(file.getFileName().toString(), variable);
        Identity identity = PassphraseIdentity.of(passphrase);
        Arrays.fill(passphrase, '\0');
        try (InputStream plain =
                AgeDecryptor.open(Armor.removeIfPresent(new ByteArrayInputStream(sealed)), List.of(identity))) {
            return plain.readNBytes(LONGEST);
        } finally {
            identity.destroy();
        }
    }

    private static List<Identity> parse(CharBuffer text, Path file) throws RefusedException {
        var identities = new ArrayList<Identity>();
        for (int start = 0; start < text.limit(); ) {
            int end = start;
            while (end < text.limit() && text.get(end) != '\n') {
                end++;
            }
            boolean hasReturn = end > start && text.get(end - 1) == '\r';
            CharSequence line = text.subSequence(start, hasReturn ? end - 1 : end);
            if (!line.isEmpty() && line.charAt(0) != '#') {
                identities.add(Identity.parse(line));
            }
            start = end + 1;
        }
        if (identities.isEmpty()) {
            throw new RefusedException(file.getFileName() + " holds no identity");
        }
        return identities;
    }
}
