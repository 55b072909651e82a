package org.penah.sealing.age;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens an age file that is pulled from a stream ({@link #open}) or written to it piece by piece ({@link #start}).
 *
 * <p>Every byte that leaves was verified and stands where the sender put it. That the file is whole is known only when
 * the pulled stream ends without an exception, or when {@link #finish} returns.
 */
public final class AgeDecryptor extends OutputStream {

    private final List<Identity> identities;
    private final OutputStream plain;
    private final byte[] chunk = new byte[Payload.SEALED_CHUNK_BYTES];
    // One of the three is there: what was read of the file decides what comes next, and the rest is let go.
    private @Nullable HeaderScanner scanner = new HeaderScanner();
    private @Nullable Header header;
    private @Nullable Payload payload;
    private int held;
    private boolean closed;

    private AgeDecryptor(List<? extends Identity> identities, OutputStream plain) {
        this.identities = List.copyOf(identities);
        this.plain = plain;
    }

    /**
     * Pulls: reads the header and the payload's nonce at once, then one chunk when its plaintext is asked for.
     *
     * @param sealed the file, binary; closed with the answer
     * @throws AgeException if the file is refused; the answer throws it too, again on every read after the first
     */
    public static InputStream open(InputStream sealed, List<? extends Identity> identities) throws IOException {
        HeaderScanner scanner = new HeaderScanner();
        while (!scanner.add(sealed.read())) {
            // The scanner bounds this.
        }
        Header header = scanner.header();
        byte[] nonce = sealed.readNBytes(Payload.NONCE_BYTES);
        return new PayloadInputStream(sealed, unlock(header, nonce, identities));
    }

    /** Takes the file as it is written here and writes each chunk's plaintext on, to a stream that is never closed. */
    public static AgeDecryptor start(List<? extends Identity> identities, OutputStream plain) {
        return new AgeDecryptor(identities, plain);
    }

    private static Payload unlock(Header header, byte[] nonce, List<? extends Identity> identities)
            throws AgeException {
        if (nonce.length < Payload.NONCE_BYTES) {
            throw AgeException.header("the file is cut off behind its header");
        }
        List<Stanza> stanzas = header.stanzas();
        if (stanzas.size() > 1
                && stanzas.stream().anyMatch(stanza -> stanza.type().equals(Scrypt.TYPE))) {
            throw AgeException.header("the header has a passphrase beside another recipient");
        }
        for (Identity identity : identities) {
            try (FileKey fileKey = identity.unwrap(stanzas)) {
                if (fileKey != null) {
                    if (!MessageDigest.isEqual(header.mac(), fileKey.headerMac(header.authenticated()))) {
                        throw AgeException.mac();
                    }
                    return fileKey.payload(nonce);
                }
            }
        }
        throw AgeException.noMatch();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] sealed, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sealed.length);
        requireOpen();
        try {
            for (int at = offset; at < offset + length; ) {
                at += take(sealed, at, offset + length - at);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Takes some of the bytes for the part of the file that comes next, and answers how many. */
    private int take(byte[] sealed, int at, int available) throws IOException {
        if (scanner != null) {
            if (scanner.add(sealed[at] & 0xff)) {
                header = scanner.header();
                scanner = null;
            }
            return 1;
        }
        int wanted = header != null ? Payload.NONCE_BYTES : Payload.SEALED_CHUNK_BYTES;
        int taken = Math.min(available, wanted - held);
        System.arraycopy(sealed, at, chunk, held, taken);
        held += taken;
        if (held == wanted) {
            if (header != null) {
                payload = unlock(header, Arrays.copyOf(chunk, wanted), identities);
                header = null;
                held = 0;
            } else {
                openChunk();
            }
        }
        return taken;
    }

    private void openChunk() throws IOException {
        int length = Objects.requireNonNull(payload).open(chunk, held);
        held = 0;
        plain.write(chunk, 0, length);
    }

    /**
     * Checks that the file is whole, after the last of it was written here.
     *
     * @throws AgeException if it is not
     */
    public void finish() throws IOException {
        requireOpen();
        try {
            if (scanner != null) {
                scanner.add(-1);
            }
            if (payload == null) {
                throw AgeException.header("the file is cut off behind its header");
            }
            if (held > 0 || !payload.hasEnded()) {
                openChunk();
            }
            plain.flush();
        } finally {
            close();
        }
    }

    /** Wipes the key and the chunk held. */
    @Override
    public void close() {
        closed = true;
        if (payload != null) {
            payload.close();
        }
        Arrays.fill(chunk, (byte) 0);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the decryptor is closed");
        }
    }
}
