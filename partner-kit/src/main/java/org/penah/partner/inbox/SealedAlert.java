package org.penah.partner.inbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Armor;
import org.penah.sealing.age.Identity;

/** An alert as it came: an armored age file of exactly {@value #BYTES} bytes. */
public final class SealedAlert {

    /** Whatever it says, so that its size tells an observer nothing. */
    public static final int BYTES = 8192;

    private SealedAlert() {}

    /**
     * Opens it.
     *
     * @throws IOException if it was not sealed to this identity, was altered, or is no alert
     */
    public static Alert open(byte[] sealed, Identity identity) throws IOException {
        if (sealed.length != BYTES) {
            throw new IOException("a sealed alert has " + BYTES + " bytes, not " + sealed.length);
        }
        try (InputStream json =
                AgeDecryptor.open(Armor.removeIfPresent(new ByteArrayInputStream(sealed)), List.of(identity))) {
            return Alert.read(json.readAllBytes());
        }
    }
}
