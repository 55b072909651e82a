package org.penah.notify.content;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.Message;
import org.penah.notify.alert.MessageType;
import org.penah.notify.event.Basis;
import org.penah.notify.event.Threat;

/**
 * What a partner reads: words of CAP 1.2 and no free text.
 *
 * @param id of this alert for this partner alone
 * @param references the numbers of the messages of this id that this one replaces
 * @param tlp TLP 2.0: to the partner's own people and clients who must act, and no further
 * @param sent rounded down to 5 minutes
 * @param to the partner's name, so that it cannot be passed on as if it were meant for another
 * @param answered in a state alone: the latest message that a human there has seen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertContent(
        UUID id,
        int seq,
        MessageType msgType,
        List<Integer> references,
        String status,
        String urgency,
        String severity,
        String certainty,
        Basis basis,
        Consent consent,
        @Nullable String region,
        List<String> languages,
        String tlp,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant sent,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant expires,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant ackBy,
        String to,
        @Nullable Integer answered) {

    /** What the source allows beside the alert itself. */
    public record Consent(boolean details) {}

    /**
     * The words of a message.
     *
     * @param answered the latest message that a human there has seen; null to leave it out
     */
    public static AlertContent of(UUID noticeId, Message message, String partner, @Nullable Integer answered) {
        boolean hours = message.when() == Threat.When.HOURS;
        return new AlertContent(
                noticeId,
                message.seq(),
                message.type(),
                message.references(),
                "Actual",
                hours ? "Immediate" : "Expected",
                hours ? "Extreme" : "Severe",
                message.basis() == Basis.DESK_CONFIRMED ? "Likely" : "Possible",
                message.basis(),
                new Consent(message.details()),
                // Rather none than one too fine: an alert must leave.
                message.region() != null && Lint.isSubRegion(message.region()) ? message.region() : null,
                message.languages(),
                "TLP:AMBER+STRICT",
                message.sent(),
                message.expires(),
                message.acknowledgeBy(),
                partner,
                answered);
    }
}
