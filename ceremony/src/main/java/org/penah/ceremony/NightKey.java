package org.penah.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.Identity;
import org.penah.sealing.age.Recipient;

/**
 * Opens one night's backup. Its first line says so, and nobody takes a key of a queue for it: the recovery key opens both.
 *
 * @param day in UTC
 */
public record NightKey(LocalDate day, HybridIdentity key) {

    private static final Pattern TEXT = Pattern.compile("# penah night (\\d{4}-\\d{2}-\\d{2})\n([^\n]+)\n");

    /** As an armored age file that the recipient opens. */
    public String sealedTo(Recipient recipient) throws IOException {
        return SealedIdentity.seal("# penah night %s\n".formatted(day), key, recipient);
    }

    /**
     * Opens a file that {@link #sealedTo} made.
     *
     * @throws org.penah.sealing.age.AgeException if the identity does not open it
     * @throws CeremonyException if it is another key
     */
    public static NightKey open(Path file, Identity with) throws IOException {
        CharBuffer text;
        try (InputStream sealed = Files.newInputStream(file)) {
            text = SealedIdentity.text(sealed, with);
        }
        try {
            Matcher night = TEXT.matcher(text);
            if (!night.matches()) {
                throw new CeremonyException(file + " is not the key of a night's backup");
            }
            return new NightKey(
                    LocalDate.parse(night.group(1)),
                    HybridIdentity.parse(text.subSequence(night.start(2), night.end(2))));
        } catch (DateTimeException never) {
            throw new CeremonyException(file + " is of no day that exists");
        } finally {
            SealedIdentity.wipe(text);
        }
    }
}
