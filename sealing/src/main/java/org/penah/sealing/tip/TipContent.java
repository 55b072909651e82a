package org.penah.sealing.tip;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.penah.sealing.age.HybridRecipient;

/**
 * Holds what {@code tip.json} says: the source's words, and the list of the files beside it.
 *
 * @param topic the key of the topic that the source chose
 * @param message free text
 * @param answers the source's answers by question, in the form's order
 * @param replyTo the {@code age1pq1…} recipient that replies are sealed to, or empty if the source wants none
 * @param files in the order of their entries
 */
public record TipContent(
        String topic, String message, Map<String, String> answers, String replyTo, List<TipFile> files) {

    public TipContent {
        TipBounds.text("topic", topic, TipBounds.TOPIC);
        TipBounds.text("message", message, TipBounds.MESSAGE);
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        files = List.copyOf(files);
        if (answers.size() > TipBounds.ANSWERS || files.size() > TipBounds.FILES) {
            throw new IllegalArgumentException("too many answers or files");
        }
        answers.forEach((key, answer) -> {
            TipBounds.text("answer key", key, TipBounds.ANSWER_KEY);
            TipBounds.text("answer", answer, TipBounds.ANSWER);
        });
        if (!replyTo.isEmpty()) {
            HybridRecipient.parse(replyTo);
        }
        for (int i = 0; i < files.size(); i++) {
            if (!files.get(i).entry().equals(TipFile.entryOf(i + 1))) {
                throw new IllegalArgumentException("files are not numbered in order");
            }
        }
    }

    /** Hides what a source wrote from logs and stack traces. */
    @Override
    public String toString() {
        return "TipContent[redacted]";
    }
}
