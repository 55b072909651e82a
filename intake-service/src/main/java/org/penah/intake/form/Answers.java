package org.penah.intake.form;

import java.util.LinkedHashMap;
import java.util.Map;

/** A form that was filled in well. */
public record Answers(Topic topic, String message, Threat threat, Consents consents) {

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
        words.put("alert", yesOrNo(consents.alert()));
        words.put("details", yesOrNo(consents.details()));
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
