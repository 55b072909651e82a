package org.penah.notify.delivery;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.MessageTimes;
import org.penah.notify.alert.MessageType;
import org.penah.notify.event.Basis;
import org.penah.notify.event.Threat;

/**
 * Says what a partner is told of an alert.
 *
 * @param status as CAP has it
 * @param staff whether it is for our own staff: a report of danger waits at the desk
 * @param quiet whether it came in a flood and nobody has confirmed it, so that it wakes nobody
 * @param handOver the details that lie ready; null if there are none
 */
public record Message(
        int seq,
        MessageType type,
        String status,
        Basis basis,
        boolean staff,
        Threat.When when,
        @Nullable String region,
        boolean details,
        boolean quiet,
        @Nullable UUID handOver,
        List<String> languages,
        Instant sent,
        Instant expires,
        Instant acknowledgeBy) {

    /** The columns that {@link #of} reads, of a partner's alert {@code n} and the alert {@code a}. */
    static final String COLUMNS =
            "n.seq, n.message_type, n.sent, a.exercise, a.canary, a.staff, a.basis, a.threat_when, a.threat_region,"
                    + " a.details_consent, "
                    + "a.flood and n.answered_seq = 0 and n.message_type <> 'CANCEL' as marked, n.hand_over, a.languages, a.acknowledge_by";

    static Message of(Row row) {
        Instant sent = row.getOffsetDateTime("sent").toInstant();
        Threat.When when = Threat.When.valueOf(row.getString("threat_when"));
        MessageTimes times = MessageTimes.of(sent, when, row.getBoolean("exercise"));
        return new Message(
                row.getInteger("seq"),
                MessageType.valueOf(row.getString("message_type")),
                row.getBoolean("canary") ? "Test" : row.getBoolean("exercise") ? "Exercise" : "Actual",
                Basis.valueOf(row.getString("basis")),
                row.getBoolean("staff"),
                when,
                row.getString("threat_region"),
                row.getBoolean("details_consent"),
                row.getBoolean("marked") && row.getString("basis").equals(Basis.SOURCE_ASSERTED.name()),
                row.getUUID("hand_over"),
                List.of(row.getString("languages").split(",", -1)),
                sent,
                times.expires(),
                times.acknowledgeBy());
    }

    /** The numbers of the messages that this one replaces. */
    public List<Integer> references() {
        return IntStream.range(1, seq).boxed().toList();
    }
}
