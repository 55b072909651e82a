package org.penah.sealing.age;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.age.SealedFileException.Kind;

/**
 * Looks at a sealed file as it passes by, without any key: whether it is an age file for exactly one post-quantum
 * recipient, and whether its length is one that such a file can have.
 *
 * <p>Whose recipient it is nobody can see without the key; nor is it certain that the file opens. What is certain is that
 * nothing in clear, and nothing that a weaker key would open, was taken for a sealed file. Holds the header while it comes,
 * at most {@value #LONGEST_HEADER} bytes, and nothing after it.
 */
public final class SealedFileCheck {

    /** Room for one post-quantum recipient, and to spare; a longer header is one of several. */
    private static final int LONGEST_HEADER = 4096;

    private static final byte[] ARMOR = Armor.BEGIN.getBytes(StandardCharsets.US_ASCII);

    private @Nullable HeaderScanner scanner = new HeaderScanner();
    private boolean likeArmor;
    private long length;
    private long headerLength;

    /**
     * Takes the next bytes of the file.
     *
     * @throws SealedFileException at the first byte that does not fit; its last use then
     */
    public void accept(byte[] bytes, int offset, int count) throws SealedFileException {
        int at = offset;
        while (scanner != null && at < offset + count) {
            inHeader(scanner, bytes[at++] & 0xff);
        }
        length += offset + count - at;
    }

    private void inHeader(HeaderScanner open, int next) throws SealedFileException {
        if (length == 0) {
            likeArmor = next == ARMOR[0];
        }
        if (likeArmor) {
            requireNoArmor(next);
            length++;
            return;
        }
        if (length == LONGEST_HEADER) {
            throw new SealedFileException(open.hasSeveralStanzas() ? Kind.OTHER_RECIPIENT : Kind.NOT_SEALED);
        }
        length++;
        try {
            if (open.add(next)) {
                requireOneHybrid(open.header().stanzas());
                scanner = null;
                headerLength = length;
            }
        } catch (AgeException notAge) {
            throw new SealedFileException(Kind.NOT_SEALED);
        }
    }

    /** An age file does not begin like this one, so it is refused here at the latest; the question is why. */
    private void requireNoArmor(int next) throws SealedFileException {
        if (next != ARMOR[(int) length]) {
            throw new SealedFileException(Kind.NOT_SEALED);
        }
        if (length == ARMOR.length - 1) {
            throw new SealedFileException(Kind.ARMORED);
        }
    }

    private static void requireOneHybrid(List<Stanza> stanzas) throws SealedFileException, AgeException {
        Stanza only = stanzas.get(0);
        if (stanzas.size() > 1 || !only.type().equals(HybridRecipient.TYPE)) {
            throw new SealedFileException(Kind.OTHER_RECIPIENT);
        }
        only.require(2, FileKey.WRAPPED_BYTES);
        only.argument(1, HybridRecipient.ENCAPSULATED_BYTES);
    }

    /**
     * The file has ended.
     *
     * @throws SealedFileException if it cannot have ended here
     */
    public void finish() throws SealedFileException {
        if (scanner != null) {
            throw new SealedFileException(Kind.NOT_SEALED);
        }
        long chunks = length - headerLength - Payload.NONCE_BYTES;
        long last = chunks % Payload.SEALED_CHUNK_BYTES;
        // Only the last chunk may be short, and even that holds a byte beside its tag.
        if (chunks <= 0 || (last != 0 && last <= ChaCha20Poly1305.TAG_BYTES)) {
            throw new SealedFileException(Kind.CUT_OFF);
        }
    }

    /** How many bytes have passed. */
    public long length() {
        return length;
    }
}
