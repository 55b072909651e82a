package org.penah.partner.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds what an alert says, in words of CAP 1.2.
 *
 * <p>Fields and words that this program does not know are let through: an alert from a newer Penah must not be lost.
 *
 * @param id known to this partner alone
 * @param seq the number of the message; a higher one replaces those before
 * @param tlp who may be told, TLP 2.0
 * @param ackBy when Penah expects an answer
 * @param to whom it is for
 * @param answered in a state: the latest message that Penah knows somebody here has seen
 * @param heard in a state: the highest number of our answers that Penah knows
 * @param heldUntil in a state: how long our claim or acknowledgement holds
 * @param quiet true if it came in a flood and Penah has not confirmed it: it wakes nobody
 * @param flood one of so many that came in a flood and that nobody has confirmed
 * @param staff true if it is for Penah's own staff: a report of danger waits at the desk
 * @param handOver the id of details that are ready to be fetched once
 * @param uncounted true if we let go of it so often that our answers keep nobody from being called
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
        @Nullable Integer answered,
        @Nullable Integer heard,
        @Nullable Instant heldUntil,
        @Nullable Integer flood,
        @Nullable Boolean quiet,
        @Nullable Boolean staff,
        @Nullable UUID handOver,
        @Nullable Boolean uncounted) {

    /** The source's consents. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Consent(boolean details) {}

    public Alert {
        if (id == null || seq < 1 || msgType == null || status == null || ackBy == null || to == null) {
            throw new IllegalArgumentException("the alert is not complete");
        }
    }

    /** Whether Penah cancels it. */
    public boolean isCancel() {
        return msgType.equals("Cancel");
    }

    /** Whether it is for Penah's own staff, about what waits at the desk. */
    public boolean isForStaff() {
        return Boolean.TRUE.equals(staff);
    }

    /** Whether somebody is in danger: neither a drill nor a test. */
    public boolean isReal() {
        return status.equals("Actual");
    }

    /** Whether Penah's desk has confirmed it. */
    boolean isConfirmed() {
        return "desk-confirmed".equals(basis);
    }

    /** Whether it wakes nobody. */
    boolean isQuiet() {
        return Boolean.TRUE.equals(quiet);
    }

    /** Whether a human is to answer it. */
    public boolean asksForAnswer() {
        // What is opened at the desk needs no answer any more.
        return !status.equals("Test") && !(isForStaff() && isCancel());
    }

    /** Whether this answer fits a message of this number: only an acknowledgement confirms a cancel. */
    public boolean takes(int said, Action action) {
        boolean isToCancel = isCancel() && said == seq;
        return said >= 1 && said <= seq && (!isToCancel || action == Action.ACKNOWLEDGE);
    }

    /** Whether the state that has it so knew of an answer. */
    boolean knows(Answer answer) {
        return answer.isPlain() ? answeredSeq() >= answer.seq() : heardNumber() >= answer.number();
    }

    /** Whether it says no more than an earlier one, but that Penah knows an answer by which it is ours, for as long or longer. */
    boolean addsNothingTo(Alert earlier) {
        boolean isOurs = heldUntil != null && (earlier.heldUntil == null || !heldUntil.isBefore(earlier.heldUntil));
        return equals(earlier) || (isOurs && withoutAnswers().equals(earlier.withoutAnswers()));
    }

    private Alert withoutAnswers() {
        return new Alert(
                id, seq, msgType, status, urgency, severity, certainty, basis, consent, region, languages, tlp, sent,
                expires, ackBy, to, null, null, null, flood, quiet, staff, handOver, uncounted);
    }

    /** Whether our answers keep nobody from being called, until Penah's desk confirms it again. */
    public boolean isUncounted() {
        return Boolean.TRUE.equals(uncounted) && !isCancel();
    }

    /** The same as of an answer that kept nobody from being called. */
    Alert asUncounted() {
        return new Alert(
                id, seq, msgType, status, urgency, severity, certainty, basis, consent, region, languages, tlp, sent,
                expires, ackBy, to, answered, heard, heldUntil, flood, quiet, staff, handOver, true);
    }

    int answeredSeq() {
        return answered == null ? 0 : answered;
    }

    int heardNumber() {
        return heard == null ? 0 : heard;
    }

    /** The name of its file. */
    String stem() {
        return id + "." + seq;
    }
}
