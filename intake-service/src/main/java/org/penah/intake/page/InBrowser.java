package org.penah.intake.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.penah.intake.form.Fault;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.Topic;

/**
 * What a page tells its script.
 *
 * @param integrity the script's hash, under which alone the browser runs it
 * @param root the root key as {@code minisign -P} takes it
 * @param queues by topic
 * @param dangerQueue for every report of danger
 * @param bytes of all files together
 */
public record InBrowser(
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
    public List<Fault> faults() {
        return List.of(
                Fault.DANGER_MISSING,
                Fault.SOON_MISSING,
                Fault.TOPIC_MISSING,
                Fault.NOTHING_SAID,
                Fault.PRACTICE_DIFFERS,
                Fault.FILES_TOO_LARGE,
                Fault.FILES_TOO_MANY);
    }
}
