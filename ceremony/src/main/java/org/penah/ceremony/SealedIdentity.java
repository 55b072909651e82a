package org.penah.ceremony;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.Armor;
import org.penah.sealing.age.ArmorEncoder;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.Identity;
import org.penah.sealing.age.Recipient;

/** A private key as it may lie on a disk: one line of text in an armored age file, sealed to a passphrase or a person. */
public final class SealedIdentity {

    private static final int LONGEST = 4096;

    private SealedIdentity() {}

    /** An identity as an armored age file that the recipient opens. What it used of the secret is wiped. */
    public static String seal(HybridIdentity identity, Recipient recipient) throws IOException {
        return seal("", identity, recipient);
    }

    /** The same below a first line, in ASCII, that says what it is. */
    static String seal(String first, HybridIdentity identity, Recipient recipient) throws IOException {
        char[] secret = identity.exportSecret();
        byte[] line = Arrays.copyOf(first.getBytes(StandardCharsets.US_ASCII), first.length() + secret.length + 1);
        for (int i = 0; i < secret.length; i++) {
            line[first.length() + i] = (byte) secret[i];
        }
        line[line.length - 1] = '\n';
        Arrays.fill(secret, '\0');
        var text = new ByteArrayOutputStream();
        try (var armor = new ArmorEncoder(text);
                var encryptor = AgeEncryptor.start(List.of(recipient), armor)) {
            encryptor.write(line, 0, line.length);
            encryptor.finish();
            armor.finish();
        } finally {
            Arrays.fill(line, (byte) 0);
        }
        return text.toString(StandardCharsets.US_ASCII);
    }

    /**
     * Opens a file that {@link #seal} made.
     *
     * @throws org.penah.sealing.age.AgeException if the identity does not open it
     */
    public static HybridIdentity open(Path file, Identity with) throws IOException {
        try (InputStream sealed = Files.newInputStream(file)) {
            return open(sealed, with);
        }
    }

    static HybridIdentity open(InputStream sealed, Identity with) throws IOException {
        CharBuffer line = text(sealed, with);
        try {
            int end = line.length() > 0 && line.charAt(line.length() - 1) == '\n' ? line.length() - 1 : line.length();
            return HybridIdentity.parse(line.subSequence(0, end));
        } finally {
            wipe(line);
        }
    }

    /** All that was sealed; the caller wipes it. */
    static CharBuffer text(InputStream sealed, Identity with) throws IOException {
        byte[] plain;
        try (InputStream opened = AgeDecryptor.open(Armor.removeIfPresent(sealed), List.of(with))) {
            plain = opened.readNBytes(LONGEST);
        }
        try {
            return StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(plain));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    static void wipe(CharBuffer text) {
        text.put(new char[text.remaining()]);
    }
}
