package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/contracts/asyncapi.json} is made from the table of docs/contracts and its schemas. After a change there,
 * write it again with
 * {@code mvn -pl stack test -Dtest=AsyncApiTest -Dwrite}.
 */
class AsyncApiTest {

    private static final Path CONTRACTS = Path.of("../docs/contracts");
    private static final Path PAGE = CONTRACTS.resolve("asyncapi.json");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `org\\.penah\\.([a-z.0-9]+)` \\| (\\w+) → (\\w+) \\| `(penah\\.[a-z.]+)` \\| \\[schema\\]\\(([^)]+)\\)",
            Pattern.MULTILINE);
    private static final Pattern QUEUE = Pattern.compile("\\{@code (penah\\.[a-z.]+)}");
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private record Event(String name, String sender, String taker, String queue, String file) {

        JsonNode schema() throws IOException {
            return MAPPER.readTree(CONTRACTS.resolve(file).toFile());
        }
    }

    @Test
    void the_page_is_what_the_contracts_make() throws IOException {
        // When
        String made = MAPPER.writeValueAsString(page(events())) + "\n";

        // Then
        if (System.getProperty("write") != null) {
            Files.writeString(PAGE, made);
        }
        assertThat(PAGE)
                .as("regenerate it with -Dtest=AsyncApiTest -Dwrite")
                .content()
                .isEqualTo(made);
    }

    @Test
    void each_event_of_the_table_is_the_one_that_its_schema_says() throws IOException {
        assertThat(events()).hasSizeGreaterThan(10).allSatisfy(event -> {
            assertThat(event.schema().at("/properties/type/const").asText()).isEqualTo("org.penah." + event.name());
            assertThat(event.schema().at("/properties/source/const").asText()).isEqualTo("/" + event.sender());
            assertThat(event.queue()).isEqualTo("penah." + event.sender() + "." + event.taker());
        });
    }

    @Test
    void the_code_of_an_event_names_a_queue_that_there_is() throws IOException {
        List<String> queues = events().stream().map(Event::queue).distinct().toList();
        List<String> named = new ArrayList<>();
        for (String service : List.of("intake", "triage", "notify")) {
            Path folder = Path.of("..", service + "-service/src/main/java/org/penah", service, "event");
            try (var files = Files.newDirectoryStream(folder, "*.java")) {
                for (Path file : files) {
                    QUEUE.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group(1)));
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(10).isSubsetOf(queues);
    }

    private static ObjectNode page(List<Event> events) throws IOException {
        ObjectNode page = MAPPER.createObjectNode().put("asyncapi", "3.0.0");
        page.putObject("info")
                .put("title", "Penah: what one service may say to another")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "AMQP 1.0 queues; made from docs/contracts, which also has a sample of each event.");
        page.put("defaultContentType", "application/cloudevents+json");
        ObjectNode channels = page.putObject("channels");
        ObjectNode operations = page.putObject("operations");
        ObjectNode messages = page.putObject("components").putObject("messages");
        var queues = new TreeMap<String, TreeSet<String>>();
        for (Event event : events) {
            queues.computeIfAbsent(event.queue(), any -> new TreeSet<>()).add(event.taker());
            channel(channels, event.queue())
                    .putObject(event.name())
                    .put("$ref", "#/components/messages/" + event.name());
            ObjectNode send = operation(operations, event.sender() + ".sends." + event.name(), "send", event.queue());
            send.withArray("messages")
                    .addObject()
                    .put("$ref", "#/channels/" + event.queue() + "/messages/" + event.name());
            ObjectNode message = messages.putObject(event.name());
            message.put("name", "org.penah." + event.name());
            message.put("title", event.schema().path("title").asText());
            ObjectNode payload = message.putObject("payload");
            payload.put("schemaFormat", "application/schema+json;version=draft-2020-12");
            payload.putObject("schema").put("$ref", "./" + event.file());
        }
        queues.forEach((queue, takers) ->
                takers.forEach(taker -> operation(operations, taker + ".takes." + queue, "receive", queue)));
        return page;
    }

    private static ObjectNode channel(ObjectNode channels, String queue) {
        if (!channels.has(queue)) {
            channels.putObject(queue).put("address", queue).putObject("messages");
        }
        return (ObjectNode) channels.at("/" + queue + "/messages");
    }

    private static ObjectNode operation(ObjectNode operations, String name, String action, String queue) {
        ObjectNode operation = operations.putObject(name).put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + queue);
        return operation;
    }

    private static List<Event> events() throws IOException {
        return ROW.matcher(Files.readString(CONTRACTS.resolve("README.md")))
                .results()
                .map(row -> new Event(row.group(1), row.group(2), row.group(3), row.group(4), row.group(5)))
                .toList();
    }
}
