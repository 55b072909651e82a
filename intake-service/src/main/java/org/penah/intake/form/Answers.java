package org.penah.intake.form;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form that was filled in well.
 *
 * @param topic null exactly if it adds to an earlier tip
 * @param given null if whom we may tell was not asked again
 * @param addition the earlier tip
 */
public record Answers(
        @Nullable Topic topic,
        String message,
        Threat threat,
        @Nullable Consents given,
        @Nullable Addition addition) {

    public Answers(Topic topic, String message, Threat threat, Consents given) {
        this(topic, message, threat, given, null);
    }

    /** What this tip allows; what an earlier one allowed stays there. */
    public Consents consents() {
        return given == null ? Consents.NONE : given;
    }

    /** For {@code tip.json}: empty in a tip that adds to another. */
    public String topicWord() {
        return topic == null ? "" : topic.word();
    }

    /** The answers for {@code tip.json}, in the form's order, so that the sealed tip is complete on its own. */
    public Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("danger", threat.who().word());
        if (threat.when() != null) {
            words.put("soon", threat.when().word());
        }
        if (threat.region() != null) {
            words.put("region", threat.region().code());
        }
        words.put("alert", given == null ? Addition.AS_BEFORE : yesOrNo(given.alert()));
        words.put("details", given == null ? Addition.AS_BEFORE : yesOrNo(given.details()));
        if (addition != null) {
            words.put("worse", yesOrNo(addition.isWorse()));
            words.put("follows", addition.tip().toString());
        }
        return words;
    }

    private static String yesOrNo(boolean consent) {
        return consent ? "yes" : "no";
    }

    /** Hides what the source wrote. */
    @Override
    public String toString() {
        return "Answers[redacted]";
    }
}
