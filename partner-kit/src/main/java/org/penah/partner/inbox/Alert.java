package org.penah.partner.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says, in words of CAP 1.2.
 *
 * <p>Fields and words that this program does not know are let through: an alert from a newer Penah must not be lost.
 *
 * @param id known to this partner alone
 * @param seq the number of the message; a higher one replaces those before
 * @param tlp who may be told, TLP 2.0
 * @param ackBy when Penah expects an answer
 * @param to whom it is for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Alert(
        UUID id,
        int seq,
        String msgType,
        String status,
        String urgency,
        String severity,
        String certainty,
        String basis,
        Consent consent,
        @Nullable String region,
        List<String> languages,
        String tlp,
        Instant sent,
        Instant expires,
        Instant ackBy,
        String to) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    /** What the source allowed. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Consent(boolean details) {}

    public Alert {
        if (id == null || seq < 1 || msgType == null || status == null || ackBy == null || to == null) {
            throw new IllegalArgumentException("the alert is not complete");
        }
    }

    /** @throws IOException if it is no alert; the message quotes nothing */
    static Alert read(byte[] json) throws IOException {
        try {
            return MAPPER.readValue(json, Alert.class);
        } catch (IOException malformed) {
            throw new IOException("what was sealed is not an alert");
        }
    }
}
