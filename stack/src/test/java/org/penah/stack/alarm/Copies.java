package org.penah.stack.alarm;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table as others read it. */
final class Copies {

    private static final String RULES = """
            # Made of Alarms.java (stack/src/main/java/org/penah/stack/alarm) by AlarmsTest: change it there.
            # severity page: wake somebody. severity work: within a working day. severity none: always on. What to do is in docs/operations.md, under the alert's name.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: penah
            spec:
              groups:
            """;

    private static final String GUIDE = """
            | alert | | doctor sees it | what to do |
            |---|---|---|---|
            """;

    private Copies() {}

    /** {@code k8s/base/watch/rules.yaml} */
    static String rules(List<Alarm> table) {
        StringBuilder rules = new StringBuilder(RULES);
        for (Alarm.Group group : Alarm.Group.values()) {
            rules.append("    - name: penah-").append(lower(group)).append("\n      rules:\n");
            table.stream()
                    .filter(alarm -> alarm.group() == group)
                    .map(Copies::rule)
                    .forEach(rules::append);
        }
        return rules.toString();
    }

    private static String rule(Alarm alarm) {
        return Stream.of(
                        "- alert: " + alarm.name(),
                        alarm.reason().isEmpty() ? "" : "  # " + alarm.reason(),
                        "  expr: " + expression(alarm.condition().expression()),
                        alarm.lasting().isEmpty() ? "" : "  for: " + alarm.lasting(),
                        "  labels:\n    severity: " + lower(alarm.severity()),
                        "  annotations:\n    summary: " + alarm.summary())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"))
                .indent(8);
    }

    private static String expression(String expression) {
        return expression.contains("\n") ? ">-\n" + expression.indent(4).stripTrailing() : expression;
    }

    /** The table of {@code docs/operations.md} */
    static String guide(List<Alarm> table) {
        return table.stream()
                .map(alarm -> "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                alarm.name(),
                                lower(alarm.severity()),
                                alarm.condition().signals().isEmpty() ? "" : "yes",
                                alarm.remedy()))
                .collect(Collectors.joining("", GUIDE, ""));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
