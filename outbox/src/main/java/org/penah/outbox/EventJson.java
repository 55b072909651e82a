package org.penah.outbox;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.LocalDate;

/**
 * Reads and writes events in the structured JSON form of CloudEvents 1.0.
 *
 * <p>A repeated field, or bytes after the end, is an {@link IllegalArgumentException} that names the kind of fault and never
 * quotes the event. An unknown field is left out: a newer sender may have it.
 */
public final class EventJson {

    /** An event carries ids and routing facts; the largest, an alert that went to 1,000 partners, stays under this many bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // Or a day could carry a time, which would be dropped in silence.
            .withConfigOverride(LocalDate.class, day -> day.setFormat(JsonFormat.Value.forLeniency(false)))
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Or an update would have to follow the arrows between the services, which run in circles.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EventJson() {}

    /** The event as UTF-8 JSON. */
    public static byte[] write(CloudEvent<?> event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JacksonException unwritable) {
            throw new IllegalArgumentException("the event cannot be written as JSON: " + kind(unwritable));
        }
    }

    /** The envelope, its data still a tree: enough to find out who handles the event. */
    public static CloudEvent<JsonNode> read(byte[] json) {
        return read(json, JsonNode.class);
    }

    /** The whole event; what the data's own constructor refuses is refused here too. */
    public static <T> CloudEvent<T> read(byte[] json, Class<T> dataType) {
        requireSize(json);
        JavaType type = MAPPER.getTypeFactory().constructParametricType(CloudEvent.class, dataType);
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the event cannot be read: " + kind(unreadable));
        }
    }

    static void requireSize(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException("the event has " + json.length + " bytes, more than " + MAX_BYTES);
        }
    }

    static <T> T data(CloudEvent<JsonNode> event, Class<T> dataType) {
        try {
            return MAPPER.treeToValue(event.data(), dataType);
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException("the event's data cannot be read: " + kind(unreadable));
        }
    }

    // Jackson's messages quote the input; its class names do not.
    private static String kind(IOException fault) {
        return fault.getClass().getSimpleName();
    }
}
