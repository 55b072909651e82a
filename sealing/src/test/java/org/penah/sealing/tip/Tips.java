package org.penah.sealing.tip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Containers to test with. */
final class Tips {

    static final int START = 1650;
    static final String NAME = "../../etc/پرونده.pdf";

    private Tips() {}

    static byte[] withFiles(List<byte[]> files) throws IOException {
        return withFiles(files, START);
    }

    static byte[] withFiles(List<byte[]> files, int start) throws IOException {
        var container = new ByteArrayOutputStream();
        try (var tip = TipWriter.plain(container, new SealedSize(start))) {
            for (byte[] file : files) {
                tip.beginFile(NAME, "application/pdf");
                tip.write(file, 0, file.length);
                tip.endFile();
            }
            tip.finish("threat", "Bizə kömək edin. کمک", Map.of("where", "Bakı"), "");
        }
        return container.toByteArray();
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
