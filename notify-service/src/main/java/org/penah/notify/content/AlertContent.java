package org.penah.notify.content;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.MessageType;
import org.penah.notify.delivery.Attempt;
import org.penah.notify.delivery.Message;
import org.penah.notify.delivery.OpenAlert;
import org.penah.notify.event.Basis;
import org.penah.notify.event.Threat;

/**
 * Tells a partner of an alert, in words of CAP 1.2 and without free text.
 *
 * @param id of this alert for this partner alone
 * @param references the numbers of the messages of this id that this one replaces
 * @param handOver details that lie ready for this partner alone
 * @param tlp TLP 2.0: to the partner's own people and clients who must act, and no further
 * @param sent rounded down to 5 minutes
 * @param to the partner's name, so that it cannot be passed on as if it were meant for another
 * @param answered in a state alone: the latest message that a human there has seen
 * @param flood how many such are open there, if it came in a flood
 * @param heard in a state alone: the highest number of their answers that we know, if they number them
 * @param quiet true if it came in a flood and nobody has confirmed it: it wakes nobody
 * @param staff true if it is for our own staff: a report of danger waits at the desk
 * @param heldUntil in a state alone: how long their claim or acknowledgement holds, rounded down to 5 minutes
 * @param uncounted in a state alone: true if their answers keep nobody from being called until the desk confirms it again
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
        @Nullable Boolean staff,
        @Nullable Boolean quiet,
        @Nullable UUID handOver,
        @Nullable String region,
        List<String> languages,
        String tlp,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant sent,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant expires,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant ackBy,
        String to,
        @Nullable Integer answered,
        @Nullable Integer flood,
        @Nullable Integer heard,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant heldUntil,

        @Nullable Boolean uncounted) {

    /** What the source allows beside the alert itself. */
    public record Consent(boolean details) {}

    /** The words of a message on its own. */
    public static AlertContent of(Attempt attempt, String partner) {
        return of(attempt.partnerAlertId(), attempt.message(), partner, attempt.flood(), null);
    }

    /** The words of a message in a state. */
    static AlertContent of(OpenAlert open, String partner) {
        return of(open.partnerAlertId(), open.message(), partner, open.flood(), open.heard());
    }

    private static AlertContent of(
            UUID partnerAlertId,
            Message message,
            String partner,
            @Nullable Integer flood,
            OpenAlert.@Nullable Heard heard) {
        boolean hours = message.when() == Threat.When.HOURS;
        return new AlertContent(
                partnerAlertId,
                message.seq(),
                message.type(),
                message.references(),
                message.status(),
                hours ? "Immediate" : "Expected",
                hours ? "Extreme" : "Severe",
                message.basis() == Basis.DESK_CONFIRMED ? "Likely" : "Possible",
                message.basis(),
                new Consent(message.details()),
                message.staff() ? true : null,
                message.quiet() ? true : null,
                message.handOver(),
                // Rather none than one too fine: an alert must leave.
                message.region() != null && OutboundFilter.isSubRegion(message.region()) ? message.region() : null,
                message.languages(),
                "TLP:AMBER+STRICT",
                message.sent(),
                message.expires(),
                message.acknowledgeBy(),
                partner,
                heard == null ? null : heard.seq(),
                flood,
                // Who does not count their answers reads as they always have.
                heard == null || heard.number() == 0 ? null : (Integer) heard.number(),
                heard == null ? null : heard.heldUntil(),
                (heard != null && heard.uncounted()) ? true : null);
    }
}
