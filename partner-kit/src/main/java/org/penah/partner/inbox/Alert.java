package org.penah.partner.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
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
 * @param answered in a state: the latest message that Penah knows somebody here has seen
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
        String to,
        @Nullable Integer answered) {

    /** What the source allowed. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Consent(boolean details) {}

    public Alert {
        if (id == null || seq < 1 || msgType == null || status == null || ackBy == null || to == null) {
            throw new IllegalArgumentException("the alert is not complete");
        }
    }

    /** What its files are named by. */
    String stem() {
        return id + "." + seq;
    }
}
