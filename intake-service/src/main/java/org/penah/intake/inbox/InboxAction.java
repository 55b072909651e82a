package org.penah.intake.inbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request of an inbox button: a word, followed by an id or a number or both.
 *
 * @param id of a reply or a tip
 * @param number of a part of a long reply, or of the first tip to be shown
 */
record InboxAction(Step step, Optional<UUID> id, int number) {

    static final InboxAction LOOK = new InboxAction(Step.LOOK, Optional.empty(), 0);

    /** The actions of a source in its inbox. */
    enum Step {
        LOOK,
        REPLY,
        TIPS,
        /** Adds to a tip. */
        MORE,
        /** Adds to a tip, to allow what its source did not allow there. */
        TELL,
        DELETE(Question.DELETE),
        ERASE(Question.ERASE),
        STOP_ALERT(Question.STOP_ALERT),
        STOP_DETAILS(Question.STOP_DETAILS);

        private final @Nullable Question question;

        Step() {
            this(null);
        }

        Step(@Nullable Question question) {
            this.question = question;
        }

        /** Whether it asks for a form. */
        boolean adds() {
            return this == MORE || this == TELL;
        }

        /** The question that a separate page asks first, because this cannot be undone. */
        Optional<Question> question() {
            return Optional.ofNullable(question);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Anything else is a look at the inbox, which changes nothing. */
    static InboxAction parse(String text) {
        String[] words = text.split(" ", 4);
        Optional<Step> step = Arrays.stream(Step.values())
                .filter(each -> each.word().equals(words[0]))
                .findFirst();
        if (step.isEmpty()) {
            return LOOK;
        }
        Optional<UUID> id = Optional.empty();
        int number = 0;
        for (String word : Arrays.copyOfRange(words, 1, words.length)) {
            if (word.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
                id = Optional.of(UUID.fromString(word));
            } else if (word.matches("[0-9]{1,6}")) {
                number = Integer.parseInt(word);
            } else {
                return LOOK;
            }
        }
        return new InboxAction(step.get(), id, number);
    }
}
