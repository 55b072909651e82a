package org.penah.triage;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.penah.outbox.CloudEvent;
import org.penah.outbox.EventJson;

/** The contracts of the repository. */
public final class Contracts {

    private static final Path FOLDER = Path.of("../docs/contracts");

    private Contracts() {}

    public static byte[] sample(String name) {
        return read(FOLDER.resolve("samples").resolve(name + ".json"));
    }

    /** What a sample becomes when it is read into our record and written again. */
    public static <T> String roundTrip(byte[] sample, Class<T> dataType) {
        CloudEvent<T> event = EventJson.read(sample, dataType);
        return new String(EventJson.write(event), StandardCharsets.UTF_8);
    }

    public static Set<ValidationMessage> violations(String schema, String event) {
        String text = new String(read(FOLDER.resolve(schema + ".schema.json")), StandardCharsets.UTF_8);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(text)
                .validate(Json.of(event));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
