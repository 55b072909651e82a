package org.penah.triage.obligation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Says what is owed to a source next.
 *
 * @param by the last day on which it is in time
 */
public record Obligation(Kind kind, LocalDate by) {

    /** The kind of obligation. */
    public enum Kind {
        /** A first answer. */
        @JsonProperty("answer")
        ANSWER,
        /** Feedback on the tip. */
        @JsonProperty("feedback")
        FEEDBACK
    }

    /**
     * The facts so far.
     *
     * @param day on which the tip came
     * @param stopped nothing is owed: its queue has no such clocks, or it is closed, aside, junk, a duplicate, or waived with a reason
     */
    public record Standing(
            LocalDate day,
            @Nullable LocalDate answeredOn,
            @Nullable LocalDate feedbackOn,
            boolean stopped) {}

    /** The next obligation; none if nothing is owed. */
    public static @Nullable Obligation next(Standing so, int answerDays, int feedbackMonths) {
        if (so.stopped() || so.feedbackOn() != null) {
            return null;
        }
        return so.answeredOn() == null
                ? new Obligation(Kind.ANSWER, so.day().plusDays(answerDays))
                : new Obligation(Kind.FEEDBACK, so.answeredOn().plusMonths(feedbackMonths));
    }
}
