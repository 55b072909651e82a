package org.penah.sealing.age;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The heap that one open stream holds, measured over ten thousand of them. */
final class OpenStreams {

    private static final int COUNT = 10_000;

    private OpenStreams() {}

    static double encryptorKiB() throws IOException {
        HybridRecipient recipient = HybridIdentity.generate().recipient();
        List<AgeEncryptor> open = new ArrayList<>(COUNT);
        long before = usedBytes();
        for (int i = 0; i < COUNT; i++) {
            AgeEncryptor encryptor = AgeEncryptor.start(List.of(recipient), OutputStream.nullOutputStream());
            encryptor.write(new byte[Payload.CHUNK_BYTES + 1]);
            open.add(encryptor);
        }
        double held = perStream(before);
        open.forEach(AgeEncryptor::close);
        return held;
    }

    static double decryptorKiB() throws IOException {
        HybridIdentity identity = HybridIdentity.generate();
        byte[] file = oneChunk(identity);
        List<InputStream> open = new ArrayList<>(COUNT);
        long before = usedBytes();
        for (int i = 0; i < COUNT; i++) {
            InputStream plain = AgeDecryptor.open(new ByteArrayInputStream(file), List.of(identity));
            plain.read();
            open.add(plain);
        }
        double held = perStream(before);
        for (InputStream plain : open) {
            plain.close();
        }
        return held;
    }

    private static byte[] oneChunk(HybridIdentity identity) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(identity.recipient()), file)) {
            encryptor.write(new byte[Payload.CHUNK_BYTES]);
            encryptor.finish();
        }
        return file.toByteArray();
    }

    private static double perStream(long before) {
        return (usedBytes() - before) / 1024.0 / COUNT;
    }

    private static long usedBytes() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
