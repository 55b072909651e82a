package org.penah.partner.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An alert as somebody here meets it.
 *
 * @param alert its latest message
 * @param arrived when that message came
 * @param answers the answers given here, the oldest first
 * @param open whether Penah still waits for something, as far as is known here
 * @param own whether it is a local exercise, unknown to Penah
 * @param now when it is looked at
 */
public record Entry(
        Alert alert, Instant arrived, List<AnswerLog.Given> answers, boolean open, boolean own, Instant now) {

    private static final Duration LEASE = Duration.ofMinutes(60);

    /** Those that wait for a human first, the real before drills, the urgent before the less urgent. */
    public static final Comparator<Entry> URGENT_FIRST = Comparator.comparing((Entry entry) -> !entry.waits())
            .thenComparing(entry -> !entry.open())
            .thenComparing(entry -> !entry.alert().isReal())
            .thenComparing(entry -> entry.alert().flood() != null)
            .thenComparing(entry -> !entry.alert().urgency().equals("Immediate"))
            .thenComparing(entry -> entry.alert().ackBy())
            .thenComparing(entry -> entry.alert().id());

    /** The last word that was given here. */
    public Optional<AnswerLog.Given> lastAnswer() {
        return answers.isEmpty() ? Optional.empty() : Optional.of(answers.get(answers.size() - 1));
    }

    /**
     * Whether nobody here has answered what must be answered. A cancel needs a new answer, and so do an update after a
     * question and the end of our hour.
     */
    public boolean waits() {
        if (!open || !alert.asksForAnswer()) {
            return false;
        }
        if (answers.isEmpty() || hasLapsed()) {
            return true;
        }
        Answer last = answers.get(answers.size() - 1).answer();
        return last.seq() < alert.seq() && (alert.isCancel() || last.action() == Action.NEED_INFO);
    }

    /** Since when it waits, if it does. */
    public Instant waitsSince() {
        return hasLapsed() ? answers.get(answers.size() - 1).at().plus(LEASE) : arrived;
    }

    /** What somebody looks at: this message, after so many answers of ours. */
    public String key() {
        return alert.stem() + "." + answers.size();
    }

    /** Whether we worked on it, and our hour is over as Penah sees it. */
    public boolean hasLapsed() {
        return open
                && !alert.isCancel()
                && lastAnswer()
                        .filter(last -> last.answer().action() == Action.CLAIM
                                && last.known()
                                && last.at().plus(LEASE).isBefore(now))
                        .isPresent()
                && (alert.claimedUntil() == null || alert.claimedUntil().isBefore(now));
    }
}
