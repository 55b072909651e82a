package org.penah.partner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.receive.ConnectionStatus;
import org.penah.partner.receive.Receiver;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.WebhookHeaders;

/** Runs the receiver of a partner called safe-house, to which Penah sends states. */
final class LocalReceiver implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");

    final Home home;
    final HybridIdentity identity;
    final Penah penah = new Penah();
    private final String recipient;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private Receiver receiver;
    /** How long slots are, in seconds. */
    int slot = 10;

    /**
     * What a slot was answered.
     *
     * @param bytes of the whole answer on the line
     */
    record Heard(int status, String body, int bytes) {}

    LocalReceiver(Path folder) throws IOException {
        home = new Home(folder);
        recipient = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS)
                .recipient();
        identity = home.identity();
        penah.credentials(folder.resolve("penah.json"), "safe-house");
    }

    void start(Duration answerAfter) throws IOException {
        receiver = new Receiver(
                home,
                new Inbox(home.inbox()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                alert -> {},
                Clock.fixed(NOW, ZoneOffset.UTC),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                AlertText::ofArrival,
                answerAfter);
    }

    static String alert(UUID id) {
        return Penah.alert(id, 1, "Alert", "safe-house");
    }

    Heard hears(String... alerts) throws IOException {
        return gets(Penah.state("safe-house", alerts).replace("\"slot\":10", "\"slot\":" + slot));
    }

    /** A state, or one alert as by the edge channel. */
    Heard gets(String content) throws IOException {
        byte[] body = Penah.seal(content, recipient);
        WebhookHeaders headers = penah.sign(body, NOW);
        try (Socket line = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            line.getOutputStream()
                    .write(
                            "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: %d\r\n%s: %s\r\n%s: %s\r\n%s: %s\r\n\r\n"
                                    .formatted(
                                            body.length,
                                            WebhookHeaders.ID,
                                            headers.id(),
                                            WebhookHeaders.TIMESTAMP,
                                            headers.timestamp(),
                                            WebhookHeaders.SIGNATURE,
                                            headers.signature())
                                    .getBytes(StandardCharsets.US_ASCII));
            line.getOutputStream().write(body);
            byte[] answer = line.getInputStream().readAllBytes();
            String text = new String(answer, StandardCharsets.US_ASCII);
            return new Heard(
                    Integer.parseInt(text.substring(9, 12)),
                    text.substring(text.indexOf("\r\n\r\n") + 4),
                    answer.length);
        }
    }

    /** What a state says, opened and not sent. */
    Delivery state(String... alerts) throws IOException {
        return Delivery.open(Penah.seal(Penah.state("safe-house", alerts), recipient), identity);
    }

    boolean cannotKeep() {
        return pulse().cannotKeep();
    }

    ConnectionStatus pulse() {
        return receiver.pulse();
    }

    Supplier<ConnectionStatus> pulse(AlertMonitor watch, RoundMonitor rounds) {
        return ReceiveCommand.pulse(receiver, watch, rounds);
    }

    List<KeptAlert> alerts() throws IOException {
        return new Inbox(home.inbox()).alerts(identity, NOW);
    }

    String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (receiver != null) {
            receiver.close();
        }
        identity.destroy();
        penah.close();
    }
}
