package org.penah.intake.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.intake.Multipart;
import org.penah.intake.Source;
import org.penah.intake.inbox.Returning;
import org.penah.testbed.program.Programs;

/** Somebody who seizes the running service searches it for earlier tips. */
class ForgettingIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();
    private static final int LETTERS = 14;
    private static final int WORDS = 60;

    /** The secrets by kind, each in unique words, so that the test also finds a fragment. */
    private final Map<String, List<String>> secrets = new TreeMap<>();

    @Test
    void outside_the_heap_nothing_and_in_it_less_than_one_message_is_left_once_it_is_idle() throws Exception {
        // Given
        try (var intake =
                new IntakeProcess(List.of(), IntakeProcess.shippedFlags(), Map.of("penah.edge.forget-every", "2s"))) {
            var memory = new ProcessMemory(intake.pid());
            if (!memory.isReadable()) {
                Programs.skip("the memory of a process may not be read here");
            }
            System.setProperty("quarkus.http.test-port", Integer.toString(intake.port()));
            try (var unfinished = new Socket("localhost", intake.port())) {
                beginForm(unfinished, intake.once());
                // It is seen while it is there.
                await().atMost(PATIENCE).until(() -> !memory.copies(secrets).isEmpty());
            }

            // When
            var returning = new Returning();
            String receipt = receipt(returning);
            sendTips(receipt);
            sendUnfit(receipt);
            comeBack(returning);

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(memory.copies(secrets).values())
                            .allSatisfy(places -> assertThat(places).containsOnlyKeys("Java heap"))
                            .flatExtracting(Map::values)
                            .satisfies(left -> assertThat(left.stream()
                                            .mapToInt(Integer::intValue)
                                            .sum())
                                    .as("what the last region of the heap has behind its last object")
                                    .isLessThan(WORDS)));
        }
    }

    private String receipt(Returning returning) {
        String digits = returning.receipt().toDigits();
        String words = returning.receipt().toWords();
        String[] word = words.split(" ", -1);
        secrets.put(
                "receipt",
                Stream.concat(
                                Stream.of(
                                        digits,
                                        digits.replace(" ", ""),
                                        digits.replace(" ", "").substring(0, 30)),
                                IntStream.range(0, word.length - 2)
                                        .mapToObj(at -> word[at] + " " + word[at + 1] + " " + word[at + 2])
                                        .flatMap(three -> Stream.of(three, three.replace(" ", "+"))))
                        .toList());
        return digits;
    }

    /** A tip that is cut off, and whose source is gone. */
    private void beginForm(Socket socket, String once) throws Exception {
        byte[] begun = new Multipart()
                .field("once", once)
                .field("sealing", "server")
                .field("message", words("message of a broken form"))
                .cutOff();
        socket.getOutputStream()
                .write(("POST /en/tip HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Multipart.TYPE
                                + "\r\nContent-Length: " + 2 * begun.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(begun);
        socket.getOutputStream().flush();
    }

    /** One in letters of one byte, one in letters of which a Java string takes two. */
    private void sendTips(String receipt) {
        Source source = new Source();
        for (String message : List.of(words("message"), "çünki məni izləyirlər " + words("message of other letters"))) {
            HttpResponse<String> answer = source.post(new Multipart(receipt)
                    .field("once", source.once())
                    .field("sealing", "server")
                    .field("danger", "me")
                    .field("soon", "hours")
                    .field("alert", "yes")
                    .field("topic", "threat")
                    .field("message", message)
                    .field("practice", receipt)
                    .file(
                            words("file name").substring(0, LETTERS) + ".txt",
                            "text/plain",
                            words("file").getBytes(StandardCharsets.UTF_8)));
            assertThat(answer.body()).contains("<h1>Received</h1>");
        }
    }

    /** A form that comes back with what was typed. */
    private void sendUnfit(String receipt) {
        Source source = new Source();
        HttpResponse<String> answer = source.post(new Multipart(receipt)
                .field("once", source.once())
                .field("sealing", "server")
                .field("danger", "none")
                .field("message", words("message that came back")));
        assertThat(answer.statusCode()).isEqualTo(422);
    }

    /** Reads a reply and erases all. */
    private void comeBack(Returning returning) {
        String reply = words("reply");
        returning.staffReply(UUID.fromString(returning.tips().get(0)), reply);
        HttpResponse<String> page = returning.comeBack();
        assertThat(page.body()).contains(reply.strip());
        returning.confirm(returning.press(page, "erase"), "erase");
    }

    private String words(String secret) {
        List<String> words = IntStream.range(0, WORDS)
                .mapToObj(word -> RANDOM.ints(LETTERS, 'a', 'z' + 1)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .toList();
        secrets.merge(
                secret,
                words,
                (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
        return String.join(" ", words);
    }
}
