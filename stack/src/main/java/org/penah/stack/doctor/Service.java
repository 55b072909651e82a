package org.penah.stack.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.penah.stack.alarm.Alarm;
import org.penah.stack.alarm.Alarms;
import org.penah.stack.alarm.Metrics;
import org.penah.stack.state.Port;

/** Names one of the three services, and says what its metrics mean. */
enum Service {
    INTAKE(Port.INTAKE_MANAGEMENT),
    TRIAGE(Port.TRIAGE_MANAGEMENT),
    NOTIFY(Port.NOTIFY_MANAGEMENT);

    static final String METRICS = "/q/metrics";

    private static final Pattern LINK_INSIDE = Pattern.compile("\\[[^]]*]\\(#([^)]*)\\)");
    private static final Pattern LINK_BESIDE = Pattern.compile("\\[[^]]*]\\(([^)]*)\\)");

    private final Port management;

    Service(Port management) {
        this.management = management;
    }

    static Optional<Service> named(String program) {
        return Stream.of(values())
                .filter(service -> service.program().equals(program))
                .findFirst();
    }

    /** As its program, and its container, are called. */
    String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    Port management() {
        return management;
    }

    /**
     * The alarms that go off.
     *
     * @param said all that it says for Prometheus; empty if it did not answer
     */
    List<Finding> alarms(Optional<String> said) {
        return alarms(program(), said);
    }

    /** The same for any program. */
    static List<Finding> alarms(String program, Optional<String> said) {
        if (said.isEmpty()) {
            return List.of(Finding.warn(
                    program, "does not answer with its metrics, so its alarms are unknown", "Look again in a minute."));
        }
        Metrics metrics = Metrics.parse(said.get());
        return Alarms.TABLE.stream()
                .filter(alarm -> alarm.condition().isSeenIn(metrics))
                .map(alarm -> finding(program, alarm))
                .toList();
    }

    private static Finding finding(String program, Alarm alarm) {
        return new Finding(
                alarm.severity() == Alarm.Severity.PAGE ? Finding.Status.BAD : Finding.Status.WARN,
                alarm.name(),
                program + ": " + alarm.summary(),
                withoutMarkdown(alarm.remedy()));
    }

    /** Where a link leads, instead of it. */
    private static String withoutMarkdown(String remedy) {
        String inside = LINK_INSIDE.matcher(remedy).replaceAll("docs/operations.md#$1");
        return LINK_BESIDE.matcher(inside).replaceAll("docs/$1");
    }
}
