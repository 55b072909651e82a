package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.penah.ceremony.tip.TipReader;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptException;

/** What a source sees of the receipt before and after sending. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class ReceiptTest {

    private static final Pattern SHOWN = Pattern.compile("<p class=\"(digits|words)\"[^>]*>(.*?)</p>");

    private final Source source = new Source();

    @Test
    void a_form_shows_its_own_receipt_in_digits_and_in_words() throws ReceiptException {
        // When
        String one = source.get("/en/tip").body();
        String other = source.get("/en/tip").body();

        // Then
        assertThat(Receipt.parse(shown("digits", one)).toWords()).isEqualTo(shown("words", one));
        assertThat(one).contains("name=\"receipt\" value=\"" + shown("digits", one) + "\"");
        assertThat(shown("digits", other)).isNotEqualTo(shown("digits", one));
    }

    @Test
    void it_is_on_the_page_and_nowhere_else() {
        // When
        HttpResponse<String> page = source.get("/en/tip");

        // Then
        assertThat(page.body()).doesNotContain("?receipt", "/receipt");
        assertThat(page.headers().map().toString())
                .doesNotContain(shown("digits", page.body()), shown("words", page.body()))
                .doesNotContainIgnoringCase("set-cookie");
    }

    @Test
    void a_form_with_faults_comes_back_with_the_same_receipt() {
        // Given
        Receipt receipt = Receipt.generate();

        // When
        HttpResponse<String> page = source.post(new Multipart(receipt.toDigits()).field("once", source.once()));

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(shown("words", page.body())).isEqualTo(receipt.toWords());
        assertThat(page.body()).contains("name=\"receipt\" value=\"" + receipt.toDigits() + "\"");
    }

    @Test
    void who_sent_a_tip_is_shown_its_receipt_once_more() {
        // Given
        Receipt receipt = Receipt.generate();

        // When
        HttpResponse<String> page = source.post(calm(receipt).field("practice", receipt.toWords()));

        // Then
        assertThat(page.body()).contains("<h1>Received</h1>");
        assertThat(shown("digits", page.body())).isEqualTo(receipt.toDigits());
    }

    @Test
    void the_sealed_tip_says_that_replies_go_to_the_receipts_own_recipient() throws Exception {
        // Given
        List<Path> before = Source.blobs();
        Receipt receipt = Receipt.generate();

        // When
        source.post(calm(receipt));

        // Then
        Path blob = Source.newBlob(before);
        assertThat(TipReader.check(LocalKeys.open(blob, "general")).replyTo())
                .isEqualTo(receipt.derive(LocalKeys.RECEIPTS)
                        .identity()
                        .recipient()
                        .toString());
    }

    @Test
    void a_wrong_copy_is_told_at_its_box_and_nothing_else_is_lost() {
        // Given
        List<Path> before = Source.blobs();
        Receipt receipt = Receipt.generate();
        String wrong = Receipt.generate().toWords();

        // When
        HttpResponse<String> page =
                source.post(calm(receipt).field("practice", wrong).file("a.bin", "video/mp4", new byte[2_000_000]));

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body())
                .contains(
                        "<a href=\"#practice\">What you typed is not your receipt",
                        "aria-describedby=\"practice-hint practice-fault\"")
                .contains("<details open>", wrong + "</textarea>", "What I saw.</textarea>");
        assertThat(shown("digits", page.body())).isEqualTo(receipt.toDigits());
        Source.nothingNewSince(before);
    }

    @Test
    void a_form_without_its_receipt_gets_another_and_says_so() throws ReceiptException {
        // When
        HttpResponse<String> page = source.post(new Multipart("1234")
                .field("once", source.once())
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "What I saw."));

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("<a href=\"#receipt\">", "There is a new one now", "What I saw.</textarea>");
        assertThat(Receipt.parse(shown("digits", page.body())).toWords()).isEqualTo(shown("words", page.body()));
    }

    private Multipart calm(Receipt receipt) {
        return new Multipart(receipt.toDigits())
                .field("once", source.once())
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "What I saw.");
    }

    private static String shown(String form, String page) {
        return SHOWN.matcher(page)
                .results()
                .filter(found -> found.group(1).equals(form))
                .map(found -> found.group(2).replaceAll("<[^>]+>", "").trim())
                .collect(Collectors.joining("|"));
    }
}
