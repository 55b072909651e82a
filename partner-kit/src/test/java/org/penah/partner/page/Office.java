package org.penah.partner.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.penah.partner.Penah;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.ConnectionStatus;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.Recipient;

/** A partner's folder with its page, and what Penah says to it. */
final class Office implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    static final ConnectionStatus WELL = new ConnectionStatus(true, NOW, false, false, null, null);
    static final ConnectionStatus SILENT = new ConnectionStatus(true, NOW.minusSeconds(300), true, false, null, null);

    final Inbox inbox;
    final AlertMonitor watch;
    final PageServer server;
    final String code;
    volatile ConnectionStatus pulse = WELL;

    private final HybridIdentity identity;
    private final String recipient;

    Office(Path folder) throws IOException {
        Home home = new Home(folder);
        recipient = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS)
                .recipient();
        identity = home.identity();
        inbox = new Inbox(home.inbox());
        watch = new AlertMonitor(inbox, identity, Clock.fixed(NOW, ZoneOffset.UTC));
        server = new PageServer(0, home.pageCode(), watch, inbox.answers(), () -> pulse);
        code = Files.readString(home.pageCode()).strip();
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    /** A state comes in, with these alerts. */
    Delivery hears(String... alerts) throws IOException {
        byte[] sealed = Penah.seal(Penah.state("safe-house", alerts), recipient);
        Delivery state = Delivery.open(sealed, identity);
        for (Alert alert : state.alerts()) {
            inbox.keep(alert, sealed);
        }
        inbox.keepState(state, sealed, identity);
        return state;
    }

    /** Details of an alert that were fetched. */
    void fetches(UUID id, UUID handOver, String text) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(Recipient.parse(recipient)), sealed);
        encryptor.write(text.getBytes(StandardCharsets.UTF_8));
        encryptor.finish();
        inbox.details().keep(id, handOver, sealed.toByteArray());
    }

    /** An alert that names details. */
    static String withDetails(UUID id, UUID handOver) {
        return alert(id)
                .replace("\"details\":false", "\"details\":true")
                .replace("\"to\":", "\"handOver\":\"" + handOver + "\",\"to\":");
    }

    static String alert(UUID id) {
        return Penah.alert(id, 1, "Alert", "safe-house");
    }

    @Override
    public void close() {
        server.close();
        identity.destroy();
    }
}
