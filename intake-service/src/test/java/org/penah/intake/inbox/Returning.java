package org.penah.intake.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Multipart;
import org.penah.intake.Source;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.decision.Decision;
import org.penah.sealing.decision.DecisionKeys;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptKeys;

/** A source that comes back, and the staff who answer it. */
public final class Returning {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern SESSION = Pattern.compile("name=\"session\" value=\"([^\"]{43})\"");
    private static final Pattern SALT = Pattern.compile("data-salt=\"([^\"]{22})\"");
    private static final String DAY = "2026-11-24";

    private final Source source = new Source();
    private final Receipt receipt = Receipt.generate();
    private final ReceiptKeys keys = receipt.derive(LocalKeys.RECEIPTS);

    public Receipt receipt() {
        return receipt;
    }

    Source source() {
        return source;
    }

    /** Sends a tip with this receipt and answers its id. */
    public UUID sendTip() {
        return send(form().field("danger", "none").field("topic", "other").field("message", "What I saw."));
    }

    /** The same about a danger, with both consents. */
    public UUID sendDanger() {
        return send(form().field("danger", "me")
                .field("soon", "hours")
                .field("alert", "details")
                .field("topic", "threat")
                .field("message", "What I fear."));
    }

    /** A danger that nobody may be told of. */
    UUID sendUntold(String soon) {
        return send(form().field("danger", "me")
                .field("soon", soon)
                .field("alert", "no")
                .field("topic", "threat")
                .field("message", "What I fear."));
    }

    /** Sends what a form for more asks for, and answers the id of that tip. */
    UUID add(HttpResponse<String> form, Map<String, String> answers) {
        return send(added(form, answers));
    }

    static Multipart added(HttpResponse<String> form, Map<String, String> answers) {
        Multipart more = Source.hidden(form, Multipart.withoutReceipt());
        answers.forEach(more::field);
        return more;
    }

    private Multipart form() {
        return new Multipart(receipt.toDigits()).field("once", source.once());
    }

    private UUID send(Multipart form) {
        List<String> before = tips();
        assertThat(source.post(form).body()).contains("<h1>Received</h1>");
        List<String> now = new java.util.ArrayList<>(tips());
        now.removeAll(before);
        assertThat(now).hasSize(1);
        return UUID.fromString(now.get(0));
    }

    public List<String> tips() {
        return LocalPostgres.ask("select tip_id from tip where mailbox = " + box());
    }

    public List<String> replies() {
        return LocalPostgres.ask("select reply_id from reply where mailbox = " + box() + " order by place");
    }

    String box() {
        return "'\\x" + HexFormat.of().formatHex(keys.mailboxHash()) + "'::bytea";
    }

    public void staffOpen(UUID tip) {
        LocalBroker.send(
                "triage", event("org.penah.tip.opened.v1", "{\"tipId\":\"" + tip + "\",\"day\":\"" + DAY + "\"}"));
        await().atMost(LIMIT)
                .until(() -> LocalPostgres.ask("select opened_on from tip where tip_id = '" + tip + "'")
                        .equals(List.of(DAY)));
    }

    /** Two of staff tell partners though the source has not allowed it. */
    void staffAlert(UUID tip) {
        UUID alert = UUID.randomUUID();
        staffAlert(tip, alert);
        await().atMost(LIMIT)
                .until(() -> LocalPostgres.ask("select alert_id from tip where tip_id = '" + tip + "'")
                        .equals(List.of(alert.toString())));
    }

    /** The same, without waiting. */
    void staffAlert(UUID tip, UUID alert) {
        LocalBroker.send(
                "triage",
                event(
                        "org.penah.tip.alerted.v1",
                        "{\"tipId\":\"" + tip + "\",\"alertId\":\"" + alert + "\",\"day\":\"" + DAY + "\"}"));
    }

    /** Its time at the desk is over. */
    void expires(UUID tip) {
        LocalBroker.send(
                "triage", event("org.penah.tip.expired.v1", "{\"tipId\":\"" + tip + "\",\"day\":\"" + DAY + "\"}"));
        await().atMost(LIMIT)
                .until(() -> LocalPostgres.ask("select expired_on from tip where tip_id = '" + tip + "'")
                        .equals(List.of(DAY)));
    }

    public void partnerAnswers(UUID tip, String state) {
        String alert = LocalPostgres.ask("select alert_id from tip where tip_id = '" + tip + "'")
                .get(0);
        LocalBroker.send(
                "notify",
                event(
                        "org.penah.alert.answered.v1",
                        "/notify",
                        "{\"alertId\":\"" + alert + "\",\"state\":\"" + state + "\",\"day\":\"" + DAY + "\"}"));
        await().atMost(LIMIT)
                .until(() -> LocalPostgres.ask("select answer from tip where tip_id = '" + tip + "'")
                        .equals(List.of(state)));
    }

    /** Waits until the reply lies in the mailbox. */
    public UUID staffReply(UUID tip, String text) {
        return staffSend(tip, seal(text));
    }

    public UUID staffSend(UUID tip, byte[] sealed) {
        UUID reply = UUID.randomUUID();
        LocalBroker.send("triage", reply(reply, tip, sealed));
        await().atMost(LIMIT).until(() -> replies().contains(reply.toString()));
        return reply;
    }

    static byte[] reply(UUID reply, UUID tip, byte[] sealed) {
        return event(
                "org.penah.reply.sent.v1",
                "{\"replyId\":\"" + reply + "\",\"tipId\":\"" + tip + "\",\"day\":\"" + DAY + "\",\"sealed\":\""
                        + Base64.getEncoder().encodeToString(sealed) + "\"}");
    }

    /** As the console seals it: docs/contracts/reply.md. */
    public byte[] seal(String text) {
        byte[] plain = new byte[8192];
        Arrays.fill(plain, (byte) ' ');
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, plain, 0, bytes.length);
        var sealed = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(keys.identity().recipient()), sealed)) {
            encryptor.write(plain, 0, plain.length);
            encryptor.finish();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return sealed.toByteArray();
    }

    private static byte[] event(String type, String data) {
        return event(type, "/triage", data);
    }

    private static byte[] event(String type, String from, String data) {
        return ("{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID() + "\",\"source\":\"" + from + "\",\"type\":\""
                        + type + "\",\"datacontenttype\":\"application/json\",\"data\":" + data + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    public HttpResponse<String> comeBack() {
        return comeBack(receipt.toWords());
    }

    /** As a browser does that keeps the receipt to itself. */
    HttpResponse<String> comeBackWithMailbox(String address) {
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(keys.mailboxId());
        return source.post(address, Map.of("mailbox", id));
    }

    HttpResponse<String> comeBack(String typed) {
        return source.post("/en/inbox", Map.of("receipt", typed));
    }

    /** Presses a button of a page. */
    public HttpResponse<String> press(HttpResponse<String> page, String button) {
        assertThat(page.body()).contains("name=\"do\" value=\"" + button + "\"");
        return source.post("/en/inbox", Map.of("session", session(page), "do", button));
    }

    /** As a browser does that keeps the receipt to itself: it signs what its source decides. */
    HttpResponse<String> decide(HttpResponse<String> asking, String button, String signed) {
        return source.post(
                "/en/inbox", Map.of("session", session(asking), "do", button, "sure", "yes", "decision", signed));
    }

    /** The signature under a decision about the tip that the page asks about. */
    String sign(HttpResponse<String> asking, Decision decision) {
        Matcher salt = SALT.matcher(asking.body());
        assertThat(salt.find()).as(asking.body()).isTrue();
        return decisions().sign(Base64.getUrlDecoder().decode(salt.group(1)), decision);
    }

    DecisionKeys decisions() {
        return keys.decisions();
    }

    /** Says yes on the page that asks. */
    public HttpResponse<String> confirm(HttpResponse<String> asking, String button) {
        assertThat(asking.body()).contains("You cannot undo this");
        return source.post("/en/inbox", Map.of("session", session(asking), "do", button, "sure", "yes"));
    }

    public static String session(HttpResponse<String> page) {
        Matcher session = SESSION.matcher(page.body());
        assertThat(session.find()).as(page.body()).isTrue();
        return session.group(1);
    }

    /** The data of an event that has arrived in a queue. */
    static List<String> events(String queue, String type, UUID about) {
        return LocalBroker.arrived(queue).stream()
                .filter(event -> event.contains(type) && event.contains(about.toString()))
                .toList();
    }

    static String event(String queue, String type, UUID about) {
        return await().atMost(LIMIT)
                .until(() -> events(queue, type, about), found -> !found.isEmpty())
                .get(0);
    }
}
