package org.penah.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.sealing.age.HybridRecipient;

/**
 * An epoch whose key a lead's browser made, as the desk saves it for signing.
 *
 * @param number as the desk counts
 * @param recoveryCopy the private half, sealed to the recovery key, in age's armor; it only looks like that as long as nobody has
 *     opened it
 */
public record DeskEpoch(String queue, int number, HybridRecipient recipient, String recoveryCopy) {

    private static final Pattern NAME = Pattern.compile("([a-z][a-z0-9-]{0,31})-([1-9][0-9]{0,8})\\.epoch");

    private static final Pattern CONTENT = Pattern.compile(
            "(age1pq1[a-z0-9]+)\n(-----BEGIN AGE ENCRYPTED FILE-----\n[A-Za-z0-9+/=\n]+\n-----END AGE ENCRYPTED FILE-----)\n*");

    /** The two have about 4,400 characters. */
    private static final int LONGEST = 16 * 1024;

    /** Reads {@code QUEUE-NUMBER.epoch}: the recipient in the first line, then the copy. */
    public static DeskEpoch read(Path file) throws IOException {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            throw new CeremonyException(
                    file.getFileName() + " is not an epoch as the desk saves it (QUEUE-NUMBER.epoch)");
        }
        Matcher content = CONTENT.matcher(Files.size(file) > LONGEST ? "" : Files.readString(file));
        if (!content.matches()) {
            throw new CeremonyException(file.getFileName()
                    + " is not a recipient and a copy for the recovery key: save it at the desk again");
        }
        return new DeskEpoch(
                name.group(1),
                Integer.parseInt(name.group(2)),
                HybridRecipient.parse(content.group(1)),
                content.group(2) + "\n");
    }
}
