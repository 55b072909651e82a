package org.penah.notify.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.alert.Answer;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** The contract's answer to a slot, made with openssl and nothing of ours. */
class SlotByHandTest {

    private static final Path CONTRACT = Path.of("../docs/contracts/partner-webhook.md");
    /** The base64 of a Mac does not know it. */
    private static final String WITHOUT_MACS = "base64 -w";

    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private final SlotAnswers slots = new SlotAnswers(null, null, null, null, Clock.systemUTC());

    @Test
    void what_the_contract_signs_with_openssl_is_an_answer_to_that_slot_and_to_no_other() throws Exception {
        Programs.orSkip("openssl");
        // Given
        Home home = new Home(folder.resolve("partner"));
        Profile profile =
                home.initialise("safe-house", URI.create("https://safe-house.example/"), false, Profile.SLOTS);
        VerificationKey key = VerificationKey.parse(profile.acknowledgementKey());
        String slot = UUID.randomUUID().toString();
        Files.writeString(folder.resolve("webhook-id"), slot + "\n");
        Matcher block = BLOCK.matcher(Files.readString(CONTRACT));
        assertThat(block.find()).isTrue();

        // When
        assertThat(block.group(1)).contains("rm own.der\n").doesNotContain(WITHOUT_MACS);
        Command.of("sh", "-euc", "umask 022\n" + block.group(1).replace("rm own.der\n", ""))
                .in(folder)
                .succeed();

        // Then the copy of the key was nobody else's to read while it was there
        assertThat(Files.getPosixFilePermissions(folder.resolve("own.der")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        byte[] body = Files.readAllBytes(folder.resolve("answer"));
        Map<String, String> sent = Files.readString(folder.resolve("headers"))
                .lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        WebhookHeaders headers = new WebhookHeaders(
                sent.get(WebhookHeaders.ID), sent.get(WebhookHeaders.TIMESTAMP), sent.get(WebhookHeaders.SIGNATURE));
        assertThat(slots.isSigned(key, slot, headers, body)).isTrue();
        assertThat(slots.isSigned(key, UUID.randomUUID().toString(), headers, body))
                .isFalse();
        assertThat(AnswerJson.readAll(body)).singleElement().satisfies(answer -> {
            assertThat(answer.action()).isEqualTo(Answer.Action.ACKNOWLEDGE);
            assertThat(answer.isWhole()).isTrue();
        });
        assertThat(SignedAnswer.of(headers, body, key).signatureOfDay()).isNotEmpty();

        // When
        body[2047] = '!';

        // Then
        assertThat(slots.isSigned(key, slot, headers, body)).isFalse();
    }
}
