package org.penah.sealing.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.manifest.ManifestException.Reason;
import org.penah.sealing.receipt.ReceiptParameters;

/**
 * Reads and writes {@code keys.json}: UTF-8, compact, fields in their one order. What is read must be what would be
 * written, to the byte; so no two spellings of one manifest exist, and no parser can see in it what another does not.
 */
final class ManifestJson {

    private static final int LONGEST = 1 << 20;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxDocumentLength(LONGEST)
                            .maxStringLength(4096)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .addModule(new SimpleModule()
                    .addSerializer(LocalDate.class, ToStringSerializer.instance)
                    .addSerializer(HybridRecipient.class, ToStringSerializer.instance)
                    .addDeserializer(LocalDate.class, new FromText<>(LocalDate.class, LocalDate::parse))
                    .addDeserializer(
                            HybridRecipient.class, new FromText<>(HybridRecipient.class, HybridRecipient::parse)))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @JsonPropertyOrder({"version", "serial", "notBefore", "notAfter", "recovery", "receipt", "queues", "scripts"})
    private record Document(
            int version,
            int serial,
            LocalDate notBefore,
            LocalDate notAfter,
            HybridRecipient recovery,
            ReceiptParameters receipt,
            List<Queue> queues,
            List<Script> scripts) {}

    private ManifestJson() {}

    static byte[] write(KeyManifest manifest) {
        try {
            return MAPPER.writeValueAsBytes(new Document(
                    1,
                    manifest.serial(),
                    manifest.notBefore(),
                    manifest.notAfter(),
                    manifest.recovery(),
                    manifest.receipt(),
                    manifest.queues(),
                    manifest.scripts()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyManifest read(byte[] json) throws ManifestException {
        if (json.length > LONGEST) {
            throw new ManifestException(Reason.MALFORMED);
        }
        try {
            Document document = MAPPER.readValue(json, Document.class);
            if (document == null || document.version != 1) {
                throw new ManifestException(Reason.MALFORMED);
            }
            var manifest = new KeyManifest(
                    document.serial,
                    document.notBefore,
                    document.notAfter,
                    document.recovery,
                    document.receipt,
                    document.queues,
                    document.scripts);
            if (!Arrays.equals(write(manifest), json)) {
                throw new ManifestException(Reason.MALFORMED);
            }
            return manifest;
        } catch (IOException | RuntimeException e) {
            throw new ManifestException(Reason.MALFORMED, e);
        }
    }

    private static final class FromText<T> extends FromStringDeserializer<T> {

        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) {
            return parse.apply(text);
        }
    }
}
