package org.penah.partner.answer;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.Home;
import org.penah.partner.home.PrivateFile;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.KeptDetails;
import org.penah.sealing.age.Identity;

/** Fetches details that staff wrote for this partner: each once. */
public final class Details {

    /** Penah repeats its answer for five minutes if it was lost. */
    private static final int TRIES = 3;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Home home;
    private final PenahPost post;
    private final KeptDetails kept;

    /** Details that an alert names. */
    public record Ready(UUID alert, UUID handOver) {

        /** Those that this alert names; nothing if it names none. */
        public static Optional<Ready> of(Alert alert) {
            return Optional.ofNullable(alert.handOver()).map(handOver -> new Ready(alert.id(), handOver));
        }
    }

    public Details(Home home, Clock clock) {
        this.home = home;
        this.post = new PenahPost(home, clock);
        this.kept = new KeptDetails(home.inbox());
    }

    /**
     * Fetches at once the details that an alert names, unless they are here, and opens all that is here about it.
     *
     * @param fetching is told before anything is fetched
     * @return the texts, the oldest first
     * @throws IOException if there are none, Penah gave none, or they cannot be opened
     */
    public List<String> read(Alert alert, Identity identity, Runnable fetching)
            throws IOException, InterruptedException {
        Optional<Ready> ready = Ready.of(alert).filter(this::isMissing);
        if (ready.isPresent()) {
            fetching.run();
            fetch(ready.get());
        }
        List<String> texts = kept.texts(alert, identity);
        if (texts.isEmpty()) {
            throw new IOException("no details are ready for this alert");
        }
        return texts;
    }

    boolean isMissing(Ready ready) {
        return !kept.has(ready.alert(), ready.handOver());
    }

    /**
     * A request for details.
     *
     * @param id the same for every try: Penah gives details once, and repeats a lost answer
     * @param isReal false if it asks for what does not exist
     */
    record Request(Ready ready, String id, boolean isReal) {

        static Request forNothing() {
            return new Request(
                    new Ready(UUID.randomUUID(), UUID.randomUUID()),
                    UUID.randomUUID().toString(),
                    false);
        }
    }

    /**
     * One for what does not exist: on the line it looks like any other, and so does the answer. The disk has as much to do with both
     * as with real ones, for that takes time, and more on a busy machine.
     */
    Request requestForNothing() {
        Request request = Request.forNothing();
        try {
            Path file = home.inbox().resolve("nothing.request");
            PrivateFile.replace(file, request.id().getBytes(StandardCharsets.US_ASCII));
            Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException | RuntimeException full) {
            // It goes all the same.
        }
        return request;
    }

    /** A request whose id is on the disk, so that a program that was stopped asks under the same one. */
    Request request(Ready ready) throws IOException {
        Path file = requestFile(ready);
        if (!Files.exists(file)) {
            PrivateFile.create(file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        }
        return new Request(ready, Files.readString(file, StandardCharsets.US_ASCII), true);
    }

    /** Asks once, and keeps what is given; answers with the status. */
    int ask(Request request) throws IOException, InterruptedException {
        @Nullable URI address = home.credentials().details();
        if (address == null) {
            throw new IOException("penah.json names no address for details: ask Penah for a new one");
        }
        Ready ready = request.ready();
        byte[] body = "{\"id\":\"%s\",\"handOver\":\"%s\"}"
                .formatted(ready.alert(), ready.handOver())
                .getBytes(StandardCharsets.US_ASCII);
        PenahPost.Reply reply = post.send(address, request.id(), body);
        if (!request.isReal()) {
            kept.keepNothing(reply.body());
        } else if (reply.status() == 200) {
            kept.keep(ready.alert(), ready.handOver(), reply.body());
            Files.deleteIfExists(requestFile(ready));
        }
        return reply.status();
    }

    private Path requestFile(Ready ready) {
        return home.inbox().resolve(ready.alert() + "." + ready.handOver() + ".request");
    }

    private void fetch(Ready ready) throws IOException, InterruptedException {
        int status = askUntilAnswered(ready);
        if (status == 410) {
            throw new IOException("the details were fetched before, or withdrawn: ask Penah");
        }
        if (status != 200) {
            throw new IOException("Penah gave no details (HTTP " + status + ")");
        }
    }

    private int askUntilAnswered(Ready ready) throws IOException, InterruptedException {
        Request request = request(ready);
        for (int tries = 1; ; tries++) {
            try {
                int status = ask(request);
                if (status < 500 || tries == TRIES) {
                    return status;
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
