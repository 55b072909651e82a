package org.penah.partner.answer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.Home;
import org.penah.partner.home.PrivateFile;
import org.penah.partner.inbox.Alert;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Identity;

/**
 * Details that staff wrote for this partner: fetched once, kept sealed in the inbox's folder as {@code
 * <id>.<handOver>.details}.
 */
public final class Details {

    /** Penah repeats its answer for five minutes if it was lost. */
    private static final int TRIES = 3;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Home home;
    private final PenahPost post;

    public Details(Home home, Clock clock) {
        this.home = home;
        this.post = new PenahPost(home, clock);
    }

    /**
     * Fetches the details of an alert, or opens what was fetched before.
     *
     * @return the text
     * @throws IOException if there are none, Penah gave none, or they cannot be opened
     */
    public String read(Alert alert, Identity identity) throws IOException, InterruptedException {
        UUID handOver = alert.handOver();
        if (handOver == null) {
            throw new IOException("no details are ready for this alert");
        }
        Path file = home.inbox().resolve(alert.id() + "." + handOver + ".details");
        if (!Files.exists(file)) {
            Path request = home.inbox().resolve(alert.id() + "." + handOver + ".request");
            PrivateFile.create(file, fetch(alert.id(), handOver, requestId(request)));
            Files.deleteIfExists(request);
        }
        try (InputStream text =
                AgeDecryptor.open(new ByteArrayInputStream(Files.readAllBytes(file)), List.of(identity))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }

    /** The same for every try, also after this program was stopped: Penah gives details once, and repeats a lost answer. */
    private static String requestId(Path file) throws IOException {
        if (!Files.exists(file)) {
            PrivateFile.create(file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    private byte[] fetch(UUID id, UUID handOver, String message) throws IOException, InterruptedException {
        @Nullable URI address = home.handOver().details();
        if (address == null) {
            throw new IOException("penah.json names no address for details: ask Penah for a new one");
        }
        byte[] body =
                "{\"id\":\"%s\",\"handOver\":\"%s\"}".formatted(id, handOver).getBytes(StandardCharsets.US_ASCII);
        PenahPost.Reply reply = send(address, message, body);
        if (reply.status() == 410) {
            throw new IOException("the details were fetched before, or withdrawn: ask Penah");
        }
        if (reply.status() != 200) {
            throw new IOException("Penah gave no details (HTTP " + reply.status() + ")");
        }
        return reply.body();
    }

    private PenahPost.Reply send(URI address, String message, byte[] body) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                PenahPost.Reply reply = post.send(address, message, body);
                if (reply.status() < 500 || tries == TRIES) {
                    return reply;
                }
            } catch (IOException lost) {
                if (tries == TRIES) {
                    throw lost;
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
