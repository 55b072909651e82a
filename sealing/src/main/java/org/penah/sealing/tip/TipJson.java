package org.penah.sealing.tip;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.penah.sealing.tip.TipRefusedException.Reason;

/** Writes {@code tip.json}, version 1. */
final class TipJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    @JsonPropertyOrder({"version", "topic", "message", "answers", "replyTo", "files"})
    private record Document(
            int version,
            String topic,
            String message,
            Map<String, String> answers,
            String replyTo,
            List<TipFile> files) {}

    private TipJson() {}

    static byte[] write(TipContent content) throws TipRefusedException {
        try {
            byte[] json = MAPPER.writeValueAsBytes(new Document(
                    1, content.topic(), content.message(), content.answers(), content.replyTo(), content.files()));
            if (json.length > TipBounds.JSON) {
                throw new TipRefusedException(Reason.CONTENT);
            }
            return json;
        } catch (JsonProcessingException e) {
            // The cause stays behind: its message may quote the source.
            throw new TipRefusedException(Reason.CONTENT);
        }
    }
}
