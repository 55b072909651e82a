package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.ceremony.tip.TipReader;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.tip.Padme;
import org.penah.sealing.tip.TipFile;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** The page with the keys, and its commands as a source types them. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class VerifyPageTest {

    private static final Pattern COMMAND = Pattern.compile("<code>([^<]*)</code></pre>");
    private static final List<String> KEYS = List.of("keys.json", "keys.json.minisig");
    private static final String VERIFIED = "Signature and comment signature verified";

    private final Source source = new Source();

    @TempDir
    Path folder;

    @Test
    void it_says_what_a_page_cannot_do_and_shows_no_key_but_the_root_key() throws Exception {
        // When
        HttpResponse<String> page = source.get("/en/verify");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Length")).contains("49152");
        assertThat(page.body())
                .contains("This page cannot prove itself", "href=\"/en/sealed\"", "keys.json.minisig")
                .contains("<dd>1</dd>", "id=\"threat\"", "id=\"general\"", LocalKeys.rootKey())
                .doesNotContain("age1pq1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threat", "general"})
    void its_command_seals_a_tip_that_staff_open(String queue) throws Exception {
        // Given
        Programs.orSkip("minisign");
        saveKeys();
        whatASourceSends();
        List<Path> before = Source.blobs();

        // When
        String said = run(commands().get(0)) + run(sealing(queue));
        HttpResponse<String> answer = send(queue);

        // Then
        assertThat(said).contains(VERIFIED, "Sealed to the key of " + queue);
        assertThat(answer.body()).contains("<h1>Received</h1>", "Sealed by: you, on your own device");
        Path blob = Source.newBlob(before);
        assertThat(Files.size(blob)).isEqualTo(Padme.atLeast(Files.size(blob)));
        assertThat(TipReader.check(LocalKeys.open(blob, queue)).files())
                .extracting(TipFile::name)
                .containsExactly("message.txt");
    }

    /** Else the desk would seal them to an address that came beside the tip, past everybody on the way. */
    @Test
    void a_tip_that_knows_the_forms_receipt_says_itself_where_answers_go() throws Exception {
        // Given
        saveKeys();
        whatASourceSends();
        List<Path> before = Source.blobs();
        Receipt receipt = Receipt.generate();

        // When
        run("PENAH_RECEIPT='" + receipt.toDigits() + "' " + sealing("general") + " --receipt");
        send("general", receipt);

        // Then
        assertThat(TipReader.check(LocalKeys.open(Source.newBlob(before), "general"))
                        .replyTo())
                .isEqualTo(receipt.derive(LocalKeys.RECEIPTS)
                        .identity()
                        .recipient()
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"threat", "general"})
    void its_commands_for_age_alone_seal_a_file_that_staff_open(String queue) throws Exception {
        // Given
        Programs.orSkip("minisign", "zip");
        saveKeys();
        whatASourceSends();
        List<Path> before = Source.blobs();

        // When
        String said = run(commands().get(0));
        for (String command : withAge(queue)) {
            run(command);
        }
        HttpResponse<String> answer = send(queue);

        // Then
        assertThat(said).contains(VERIFIED);
        assertThat(answer.body()).contains("<h1>Received</h1>");
        assertThat(LocalKeys.open(Source.newBlob(before), queue).readAllBytes())
                .isEqualTo(Files.readAllBytes(folder.resolve("tip.zip")));
    }

    /** The list also has keys that the queue had and will have, another queue's and the recovery key. */
    @ParameterizedTest
    @ValueSource(strings = {"threat", "general"})
    void its_commands_take_the_key_of_today_and_of_the_right_queue_alone(String queue) throws Exception {
        // Given
        takeKeysFrom(LocalKeys.withOtherEpochs());
        whatASourceSends();

        // When
        run(withAge(queue).get(0));
        run(sealing(queue));

        // Then
        assertThat(folder.resolve(queue + ".txt")).hasContent(LocalKeys.recipient(queue) + "\n");
        assertThat(TipReader.check(LocalKeys.open(folder.resolve("tip.age"), queue))
                        .files())
                .hasSize(1);
    }

    @Test
    void its_commands_catch_a_list_that_we_did_not_sign() throws Exception {
        // Given
        Programs.orSkip("minisign");
        saveKeys();
        whatASourceSends();
        Files.writeString(
                folder.resolve("keys.json"),
                Files.readString(folder.resolve("keys.json")).replace("\"serial\":1", "\"serial\":2"));

        // When
        String checked = output(commands().get(0));
        String sealed = output(sealing("threat"));

        // Then
        assertThat(checked).contains("Signature verification failed").doesNotContain(VERIFIED);
        assertThat(sealed).startsWith("penah: the root key's signature does not hold");
        assertThat(folder.resolve("tip.age")).doesNotExist();
    }

    /** A server that somebody broke into could show others. */
    @Test
    void its_commands_can_be_had_from_elsewhere() throws Exception {
        // Given
        String doc = Files.readString(Path.of("../docs/source-safety.md"));
        String block = doc.substring(doc.indexOf("```sh\n") + 6);

        // When
        List<String> commands = commands().stream()
                .filter(command -> !command.contains("general"))
                .map(command -> command.replace(LocalKeys.rootKey(), "ROOT").replace("threat", "QUEUE"))
                .distinct()
                .toList();

        // Then
        assertThat(block.substring(0, block.indexOf("```")).lines()).containsExactlyInAnyOrderElementsOf(commands);
    }

    private HttpResponse<String> send(String queue) throws IOException {
        return send(queue, Receipt.generate());
    }

    private HttpResponse<String> send(String queue, Receipt receipt) throws IOException {
        return source.post(new Multipart(receipt.toDigits())
                .field("once", source.once())
                .field("sealing", "device")
                .field("danger", "none")
                .field("topic", queue.equals("threat") ? "surveillance" : "corruption")
                .sealed(Files.readAllBytes(folder.resolve("tip.age"))));
    }

    private void whatASourceSends() throws IOException {
        Files.createDirectory(folder.resolve("tip"));
        Files.writeString(folder.resolve("tip/message.txt"), "The heron stands behind the mill.");
    }

    private void saveKeys() throws IOException {
        for (String name : KEYS) {
            Files.writeString(
                    folder.resolve(name),
                    source.get("/.well-known/penah/" + name).body());
        }
    }

    private void takeKeysFrom(Path other) throws IOException {
        for (String name : KEYS) {
            Files.copy(other.resolve(name), folder.resolve(name));
        }
    }

    /** The one that seals with ./penah. */
    private String sealing(String queue) {
        return commands().stream()
                .filter(command -> command.startsWith("./penah seal") && command.contains(" " + queue + " "))
                .findFirst()
                .orElseThrow();
    }

    /** Those without ./penah; where age is older than the page wants, ours does its part. */
    private List<String> withAge(String queue) throws IOException {
        Optional<Path> age = Programs.find("age");
        boolean isNew = age.isPresent() && output("age --version").compareTo("v1.3") > 0;
        List<String> all = commands();
        int first = IntStream.range(0, all.size())
                .filter(at -> all.get(at).startsWith("awk") && all.get(at).endsWith(queue + ".txt"))
                .findFirst()
                .orElseThrow();
        return all.subList(first, first + 3).stream()
                .map(command -> isNew ? command : command.replaceFirst("^age ", "./penah age encrypt "))
                .toList();
    }

    private List<String> commands() {
        return COMMAND.matcher(source.get("/en/verify").body())
                .results()
                .map(found ->
                        found.group(1).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&"))
                .toList();
    }

    private String run(String command) throws IOException {
        return shell(command).succeed();
    }

    private String output(String command) throws IOException {
        return shell(command).run().text();
    }

    private Command shell(String command) throws IOException {
        Path penah = folder.resolve("penah");
        if (Files.notExists(penah)) {
            // As the script of that name does, without building anything.
            Files.writeString(
                    penah,
                    "#!/bin/sh\nexec \"%s/bin/java\" -cp '%s' org.penah.ceremony.cli.Main \"$@\"\n"
                            .formatted(System.getProperty("java.home"), classPath()));
            assertThat(penah.toFile().setExecutable(true)).isTrue();
        }
        return Command.of("sh", "-c", command).in(folder);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
