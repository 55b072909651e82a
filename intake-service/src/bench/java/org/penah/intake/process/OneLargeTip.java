package org.penah.intake.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.penah.intake.Multipart;

/** As much as one tip may bring, with little heap. */
final class OneLargeTip {

    private static final long BYTES = 500L << 20;
    private static final int PIECE = 1 << 20;

    private OneLargeTip() {}

    static void run() throws Exception {
        try (var intake = new IntakeProcess(List.of(), List.of("-Xmx256m"), Map.of());
                Client client = Client.plain(intake)) {
            byte[] whole = client.form()
                    .field("danger", "none")
                    .field("topic", "other")
                    .field("message", "large")
                    .file("large.bin", "video/mp4", new byte[0])
                    .cutOff();
            byte[] begin = java.util.Arrays.copyOf(whole, whole.length - 2);
            String end = "\r\n--" + Multipart.BOUNDARY + "--\r\n";
            long begun = System.nanoTime();
            client.send(Client.head(begin.length + BYTES + end.length()), begin);
            for (long sent = 0; sent < BYTES; sent += PIECE) {
                client.send("", new byte[PIECE]);
            }
            client.send(end, new byte[0]);
            Client.Answer answer = client.answer();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| %d MB | %d | %.1f s | %.0f MB/s | %d MiB |%n",
                    BYTES >> 20,
                    answer.status(),
                    seconds,
                    (BYTES >> 20) / seconds,
                    SlowUploads.rssMiB(intake, "VmHWM"));
        }
    }
}
