package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.receipt.Receipt;

/** A form that is sent again after its answer was lost; a large one at a raw socket: most of it is never sent. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class RepeatTest {

    private static final int MEGABYTE = 1 << 20;
    private static final String FIRST = "Sealed by: our server";
    private static final String AGAIN = "This second sending was not added.";

    private final Source source = new Source();
    private final Receipt receipt = Receipt.generate();
    private final String once = source.once();

    @Test
    void who_sends_a_form_again_sees_its_receipt_again_and_there_is_one_tip() {
        // Given
        assertThat(source.post(form(receipt)).body()).contains(FIRST);
        List<String> tips = LocalPostgres.ask("select tip_id from tip");
        List<Path> blobs = Source.blobs();

        // When
        HttpResponse<String> again = source.post(form(receipt));

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body())
                .contains("<h1>Received</h1>", AGAIN, "in a few days")
                .doesNotContain(FIRST, "in half an hour");
        assertThat(shows(receipt, again.body())).isTrue();
        assertThat(LocalPostgres.ask("select tip_id from tip")).containsExactlyInAnyOrderElementsOf(tips);
        Source.nothingNewSince(blobs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 20000000", "Transfer-Encoding: chunked"})
    void a_form_whose_tip_was_kept_is_told_so_before_the_rest_of_it_is_read(String framing) throws IOException {
        // Given
        assertThat(source.post(form(receipt)).body()).contains(FIRST);
        List<String> tips = LocalPostgres.ask("select tip_id from tip");
        List<Path> blobs = Source.blobs();
        byte[] begin =
                form(receipt).file("a.bin", "video/mp4", new byte[MEGABYTE]).cutOff();

        // When
        String answer = sendOnly(begin, framing);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("<h1>Received</h1>", AGAIN);
        assertThat(shows(receipt, answer)).isTrue();
        assertThat(LocalPostgres.ask("select tip_id from tip")).containsExactlyInAnyOrderElementsOf(tips);
        Source.nothingNewSince(blobs);
    }

    /** The early question and the last one are asked at once then, and must not share a session. */
    @Test
    void a_form_that_is_whole_before_the_early_answer_is_kept() throws Exception {
        // Given
        Multipart form = form(receipt).file("a.bin", "video/mp4", new byte[2 * MEGABYTE]);
        CompletableFuture<HttpResponse<String>> answer;

        // When
        try (Connection busy = LocalPostgres.holding("used_form_token")) {
            answer = CompletableFuture.supplyAsync(() -> source.post(form));
            await().until(
                            () -> LocalPostgres.ask(
                                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"),
                            waiting -> waiting.equals(List.of("2")));
            busy.rollback();
        }

        // Then
        assertThat(answer.get().body()).contains(FIRST);
    }

    @Test
    void a_report_of_danger_sent_again_says_when_to_look_again() {
        // Given
        Multipart danger = form(receipt, "someone-else").field("soon", "days").field("alert", "no");

        // When
        source.post(danger);
        String page = source.post(danger).body();

        // Then
        assertThat(page)
                .contains("<h1>Received</h1>", AGAIN, "Please do not wait for us", "in half an hour")
                .doesNotContain("in a few days");
    }

    /** Nothing of the first sending comes out, and nobody is told that a receipt leads to it which does not. */
    @Test
    void who_has_the_forms_token_alone_gets_no_receipt() {
        // Given
        source.post(form(receipt));
        Receipt other = Receipt.generate();

        // When
        String page = source.post(form(other)).body();

        // Then
        assertThat(page).contains("<h1>We already have this one</h1>", AGAIN);
        assertThat(shows(receipt, page)).isFalse();
        assertThat(shows(other, page)).isFalse();
    }

    @Test
    void a_receipt_whose_tips_were_erased_is_not_shown_as_one() {
        // Given
        source.post(form(receipt));
        byte[] mailbox = receipt.derive(LocalKeys.RECEIPTS).mailboxHash();
        assertThat(LocalPostgres.ask(
                        "select tip_id from empty_mailbox('\\x" + HexFormat.of().formatHex(mailbox) + "')"))
                .hasSize(1);

        // When
        String page = source.post(form(receipt)).body();

        // Then
        assertThat(page).contains("<h1>We already have this one</h1>");
        assertThat(shows(receipt, page)).isFalse();
    }

    private static boolean shows(Receipt receipt, String page) {
        String text = page.replaceAll("<[^>]+>", "");
        return text.contains(receipt.toDigits()) || text.contains(receipt.toWords());
    }

    private Multipart form(Receipt receipt) {
        return form(receipt, "none");
    }

    private Multipart form(Receipt receipt, String danger) {
        return new Multipart(receipt.toDigits())
                .field("once", once)
                .field("danger", danger)
                .field("topic", "other")
                .field("message", "What I saw.");
    }

    /** All that comes back, until the other side closes, to a form of which only the beginning is sent. */
    private static String sendOnly(byte[] begin, String framing) throws IOException {
        try (Socket socket = new Socket("localhost", Source.port())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /en/tip HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Multipart.TYPE + "\r\n" + framing
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            if (framing.endsWith("chunked")) {
                out.write((Integer.toHexString(begin.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(begin);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
