package org.penah.intake.receipt;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.HybridIdentity;

/**
 * Opens replies (docs/contracts/reply.md), in memory.
 *
 * <p>Without a reply it opens a blank one, so that an empty mailbox takes the same time as a full one.
 */
final class ReplyOpener {

    /** For every reply, regardless of its length. */
    static final int PLAIN_BYTES = 8192;

    private static final int LONGEST = 8000;

    private final HybridIdentity nobody = HybridIdentity.generate();
    private final byte[] blank;

    ReplyOpener() {
        byte[] plain = new byte[PLAIN_BYTES];
        Arrays.fill(plain, (byte) ' ');
        plain[0] = '\n';
        this.blank = seal(plain, nobody);
    }

    /** Its text; empty if there is none, or if it is not a reply as ours are. */
    Optional<String> open(Optional<byte[]> sealed, HybridIdentity identity) {
        Optional<String> text = sealed.isPresent() ? read(sealed.get(), identity) : read(blank, nobody);
        return sealed.isPresent() ? text : Optional.empty();
    }

    private static Optional<String> read(byte[] sealed, HybridIdentity identity) {
        byte[] plain = new byte[0];
        try (InputStream opened = AgeDecryptor.open(new ByteArrayInputStream(sealed), List.of(identity))) {
            plain = opened.readNBytes(PLAIN_BYTES + 1);
            if (plain.length != PLAIN_BYTES) {
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString()
                    .stripTrailing();
            boolean tooLong = text.getBytes(StandardCharsets.UTF_8).length > LONGEST;
            return tooLong ? Optional.empty() : Optional.of(text);
        } catch (IOException notOurs) {
            return Optional.empty();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    static byte[] seal(byte[] plain, HybridIdentity identity) {
        var sealed = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(identity.recipient()), sealed)) {
            encryptor.write(plain, 0, plain.length);
            encryptor.finish();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return sealed.toByteArray();
    }
}
