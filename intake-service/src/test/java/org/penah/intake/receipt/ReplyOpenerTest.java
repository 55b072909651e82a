package org.penah.intake.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.penah.intake.Contract;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptParameters;

class ReplyOpenerTest {

    private final HybridIdentity identity = HybridIdentity.generate();
    private final ReplyOpener opener = new ReplyOpener();

    @Test
    void the_contracts_sample_opens_with_the_first_receipt_of_its_vectors() throws Exception {
        // Given
        Matcher sealed = Pattern.compile("\"sealed\": \"([^\"]+)\"")
                .matcher(new String(Contract.sample("reply-sent"), StandardCharsets.UTF_8));
        assertThat(sealed.find()).isTrue();
        HybridIdentity source = Receipt.parse("0000 0000 0000 0000 0000 0000 0000 0098")
                .derive(new ReceiptParameters("AAECAwQFBgcICQoLDA0ODw==", 1024, 1, 1))
                .identity();

        // When
        Optional<String> text = opener.open(Optional.of(Base64.getDecoder().decode(sealed.group(1))), source);

        // Then
        assertThat(text).hasValueSatisfying(reply -> assertThat(reply).isNotBlank());
    }

    @Test
    void white_space_at_the_end_is_no_part_of_it() {
        // When
        Optional<String> text = opener.open(Optional.of(sealed("Salam.\n\nBizə yazın.")), identity);

        // Then
        assertThat(text).contains("Salam.\n\nBizə yazın.");
    }

    @Test
    void what_is_sealed_to_somebody_else_or_altered_does_not_open() {
        // Given
        byte[] altered = sealed("text");
        altered[altered.length - 1] ^= 1;

        // When
        Optional<String> ofAnother = opener.open(Optional.of(sealed("text")), HybridIdentity.generate());
        Optional<String> ofNobody = opener.open(Optional.of(altered), identity);

        // Then
        assertThat(ofAnother).isEmpty();
        assertThat(ofNobody).isEmpty();
    }

    @Test
    void what_is_not_8192_bytes_of_utf_8_is_no_reply() {
        // Given
        byte[] tooLong = plain("x");
        byte[] notText = plain("x");
        notText[0] = (byte) 0xff;
        byte[] tooFull = plain("x".repeat(8001));

        // When
        Optional<String> first =
                opener.open(Optional.of(ReplyOpener.seal(Arrays.copyOf(tooLong, 8193), identity)), identity);
        Optional<String> second = opener.open(Optional.of(ReplyOpener.seal(notText, identity)), identity);
        Optional<String> third = opener.open(Optional.of(ReplyOpener.seal(tooFull, identity)), identity);

        // Then
        assertThat(first).isEmpty();
        assertThat(second).isEmpty();
        assertThat(third).isEmpty();
    }

    @Test
    void where_there_is_none_none_comes_out() {
        // When
        Optional<String> text = opener.open(Optional.empty(), identity);

        // Then
        assertThat(text).isEmpty();
    }

    private byte[] sealed(String text) {
        return ReplyOpener.seal(plain(text), identity);
    }

    private static byte[] plain(String text) {
        byte[] plain = new byte[ReplyOpener.PLAIN_BYTES];
        Arrays.fill(plain, (byte) ' ');
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, plain, 0, bytes.length);
        return plain;
    }
}
