package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.penah.outbox.EventJson;

/** The samples and schemas that all services share as data. */
public final class Contract {

    private static final Path FOLDER = Path.of("..", "docs", "contracts");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Contract() {}

    public static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve("samples").resolve(name + ".json"));
    }

    /** Reads a sample into the service's record and writes it again: nothing is lost, nothing added. */
    public static void roundTrip(String sample, String schema, Class<?> record, String type) throws IOException {
        var event = EventJson.read(sample(sample), record);
        JsonNode written = JSON.readTree(EventJson.write(event));
        assertThat(event.type()).isEqualTo(type);
        assertThat(written).isEqualTo(JSON.readTree(sample(sample)));
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(FOLDER.resolve(schema + ".schema.json")))
                        .validate(written))
                .isEmpty();
    }
}
