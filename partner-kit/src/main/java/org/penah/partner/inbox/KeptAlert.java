package org.penah.partner.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows an alert to somebody here.
 *
 * @param alert its latest message
 * @param arrived when that message came
 * @param answers the answers given here, the oldest first
 * @param reads who was shown its details here, the first first
 * @param open whether Penah still waits for something, as far as is known here
 * @param current whether it is as Penah's latest state has it, and that knows our last answer; at the edge, whether Penah asked again since it did
 * @param own whether it is a local exercise, unknown to Penah
 * @param now when it is looked at
 */
public record KeptAlert(
        Alert alert,
        Instant arrived,
        List<AnswerLog.Given> answers,
        List<KeptDetails.Read> reads,
        boolean open,
        boolean current,
        boolean own,
        Instant now) {

    /** How long Penah takes us at our word. */
    private static final Map<Action, Duration> LASTS =
            Map.of(Action.CLAIM, Duration.ofMinutes(60), Action.ACKNOWLEDGE, Duration.ofHours(4));

    /** Those that wait for a human first, the real before drills, the urgent before the less urgent. */
    public static final Comparator<KeptAlert> URGENT_FIRST = Comparator.comparing((KeptAlert kept) -> !kept.waits())
            .thenComparing(kept -> !kept.open())
            .thenComparing(kept -> !kept.alert().isReal())
            .thenComparing(kept -> kept.alert().flood() != null)
            .thenComparing(kept -> !kept.alert().urgency().equals("Immediate"))
            .thenComparing(kept -> kept.alert().ackBy())
            .thenComparing(kept -> kept.alert().id());

    /** The last word that was given here. */
    public Optional<AnswerLog.Given> lastAnswer() {
        return answers.isEmpty() ? Optional.empty() : Optional.of(answers.get(answers.size() - 1));
    }

    /**
     * Whether nobody here has answered what must be answered. A cancel needs a new answer, and so do an update after a
     * question or after we called it resolved, and the end of what we took on.
     */
    public boolean waits() {
        if (!open || !alert.asksForAnswer()) {
            return false;
        }
        // What keeps nobody from being called is not asked for again: the page says to telephone.
        if (answers.isEmpty() || (hasLapsed() && !alert.isUncounted())) {
            return true;
        }
        Answer last = answers.get(answers.size() - 1).answer();
        return last.seq() < alert.seq()
                && (alert.isCancel() || last.action() == Action.NEED_INFO || last.action() == Action.RESOLVE);
    }

    /** Since when it waits, if it does. */
    public Instant waitsSince() {
        if (!hasLapsed()) {
            return arrived;
        }
        Instant end = end(answers.get(answers.size() - 1));
        return end.isBefore(now) ? end : answers.get(answers.size() - 1).at();
    }

    /** Whether it wakes nobody: it is one of a flood, nobody has confirmed it, and nobody here has answered it. */
    public boolean isQuiet() {
        return alert.isQuiet() && !alert.isCancel() && answers.isEmpty();
    }

    /** Whether it came in a flood, nobody has confirmed it, and nobody here has answered it. */
    boolean isOfFlood() {
        return !own && answers.isEmpty() && !alert.isConfirmed() && (alert.isQuiet() || alert.flood() != null);
    }

    /** Whether somebody here has read details that Penah no longer lets us use. */
    public boolean mustForget() {
        return !reads.isEmpty() && (alert.isCancel() || !alert.consent().details());
    }

    /** What somebody looks at: this message, after so many answers of ours. */
    public String key() {
        return alert.stem() + "." + answers.size();
    }

    /** Whether we took it on, and that is over as Penah sees it: our time has passed, or others are called before. */
    public boolean hasLapsed() {
        return open
                && !alert.isCancel()
                && lastAnswer()
                        .filter(last -> LASTS.containsKey(last.answer().action()) && last.known() && isOver(last))
                        .isPresent();
    }

    private boolean isOver(AnswerLog.Given last) {
        Instant until = alert.heldUntil();
        if (until != null) {
            return until.isBefore(now);
        }
        // A state that knows of it says until when it is ours, or that it is not any more; nothing else does.
        return current || end(last).isBefore(now);
    }

    private static Instant end(AnswerLog.Given given) {
        return given.at().plus(LASTS.getOrDefault(given.answer().action(), Duration.ZERO));
    }
}
