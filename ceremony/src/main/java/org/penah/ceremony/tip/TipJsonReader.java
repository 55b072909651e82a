package org.penah.ceremony.tip;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.penah.sealing.tip.TipBounds;
import org.penah.sealing.tip.TipContent;
import org.penah.sealing.tip.TipFile;
import org.penah.sealing.tip.TipRefusedException;
import org.penah.sealing.tip.TipRefusedException.Reason;

/** Reads {@code tip.json}, version 1: UTF-8, every field present, none unknown, none twice. */
final class TipJsonReader {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(4)
                            .maxDocumentLength(TipBounds.JSON)
                            .maxStringLength(TipBounds.MESSAGE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private record Document(
            int version,
            String topic,
            String message,
            Map<String, String> answers,
            String replyTo,
            List<TipFile> files) {}

    private TipJsonReader() {}

    static TipContent read(byte[] json) throws TipRefusedException {
        try {
            Document document = MAPPER.readValue(json, Document.class);
            if (document == null || document.version != 1) {
                throw new TipRefusedException(Reason.CONTENT);
            }
            return new TipContent(document.topic, document.message, document.answers, document.replyTo, document.files);
        } catch (TipRefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new TipRefusedException(Reason.CONTENT);
        }
    }
}
