package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** The page with the keys, and its commands as a source types them. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class VerifyPageTest {

    private static final Pattern COMMAND = Pattern.compile("<code>([^<]*)</code></pre>");
    private static final String VERIFIED = "Signature and comment signature verified";

    private final Source source = new Source();

    @TempDir
    Path folder;

    @Test
    void it_says_what_a_page_cannot_do_and_names_every_key() {
        // When
        HttpResponse<String> page = source.get("/en/verify");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Length")).contains("32768");
        assertThat(page.body())
                .contains("This page cannot prove itself", "href=\"/en/sealed\"", "keys.json.minisig")
                .contains("<dd>1</dd>")
                .contains(LocalKeys.recipient("threat").toString())
                .contains(LocalKeys.recipient("general").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"threat", "general"})
    void its_commands_check_the_keys_and_seal_a_file_that_staff_open(String queue) throws Exception {
        // Given
        Programs.orSkip("minisign", "zip");
        saveKeys();
        Files.createDirectory(folder.resolve("tip"));
        Files.writeString(folder.resolve("tip/message.txt"), "The heron stands behind the mill.");
        List<Path> before = Source.blobs();

        // When
        String said = "";
        for (String command : commandsFor(queue)) {
            said += run(command);
        }
        byte[] sealed = Files.readAllBytes(folder.resolve("tip.age"));
        HttpResponse<String> answer = source.post(new Multipart()
                .field("once", source.once())
                .field("sealing", "device")
                .field("danger", "none")
                .field("topic", queue.equals("threat") ? "surveillance" : "corruption")
                .sealed(sealed));

        // Then
        assertThat(said).contains(VERIFIED).containsPattern("(?m)^1$");
        assertThat(answer.body()).contains("<h1>Received</h1>");
        assertThat(LocalKeys.open(Source.newBlob(before), queue).readAllBytes())
                .isEqualTo(Files.readAllBytes(folder.resolve("tip.zip")));
    }

    @Test
    void its_commands_catch_a_key_and_a_list_that_we_did_not_sign() throws Exception {
        // Given
        Programs.orSkip("minisign", "zip");
        saveKeys();
        String check = commands().get(0);
        List<String> ofQueue = commandsFor("general");
        run(ofQueue.get(2).replaceFirst("age1pq1", "age1pq1q"));

        // When
        String strange = output(ofQueue.get(3));
        Files.writeString(
                folder.resolve("keys.json"),
                Files.readString(folder.resolve("keys.json")).replace("\"serial\":1", "\"serial\":2"));
        String changed = output(check);

        // Then
        assertThat(strange).isEqualTo("0\n");
        assertThat(changed).contains("Signature verification failed").doesNotContain(VERIFIED);
    }

    private void saveKeys() throws IOException {
        for (String name : List.of("keys.json", "keys.json.minisig")) {
            Files.writeString(
                    folder.resolve(name),
                    source.get("/.well-known/penah/" + name).body());
        }
    }

    /** All commands but those of the other queue; of the two that seal, the one whose tool is here. */
    private List<String> commandsFor(String queue) throws Exception {
        boolean ageIsNew = output("age --version").compareTo("v1.3") > 0;
        String other = queue.equals("threat") ? "general.txt" : "threat.txt";
        return commands().stream()
                .filter(command -> !command.contains(other))
                .filter(command -> !command.startsWith(ageIsNew ? "./penah" : "age "))
                .toList();
    }

    private List<String> commands() {
        return COMMAND.matcher(source.get("/en/verify").body())
                .results()
                .map(found -> found.group(1).replace("&gt;", ">").replace("&#39;", "'"))
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
                    "#!/bin/sh\nexec \"%s/bin/java\" -cp '%s' org.penah.sealing.cli.Main \"$@\"\n"
                            .formatted(System.getProperty("java.home"), classPath()));
            assertThat(penah.toFile().setExecutable(true)).isTrue();
        }
        return Command.of("sh", "-c", command).in(folder);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
