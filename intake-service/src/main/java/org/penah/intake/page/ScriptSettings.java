package org.penah.intake.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.penah.intake.form.FormError;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.Topic;

/**
 * The settings that a page gives its script.
 *
 * @param integrity the script's hash, under which alone the browser runs it
 * @param root the root key as {@code minisign -P} takes it
 * @param queues by topic
 * @param dangerQueue for every report of danger
 * @param bytes of all files together
 */
public record ScriptSettings(
        String integrity, String root, Map<Topic, String> queues, String dangerQueue, long bytes, int files) {

    /** As {@code topic=queue topic=queue}. */
    public String queueWords() {
        return queues.entrySet().stream()
                .map(queue -> queue.getKey().word() + "=" + queue.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    public Sealing browser() {
        return Sealing.BROWSER;
    }

    public Sealing server() {
        return Sealing.SERVER;
    }

    /** Those that the script finds before it seals. */
    public List<FormError> faults() {
        return List.of(
                FormError.DANGER_MISSING,
                FormError.SOON_MISSING,
                FormError.WORSE_MISSING,
                FormError.ALERT_MISSING,
                FormError.TOPIC_MISSING,
                FormError.NOTHING_SAID,
                FormError.MESSAGE_TOO_LONG,
                FormError.PRACTICE_DIFFERS,
                FormError.FILES_TOO_LARGE,
                FormError.FILES_TOO_MANY);
    }
}
