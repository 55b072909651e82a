package org.penah.stack.alarm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A service's metrics, as Prometheus reads them; a metric has a value for each set of its labels. */
public record Metrics(Map<String, List<Double>> values) {

    private static final Pattern SAMPLE = Pattern.compile(
            "^(\\w+)(?:\\{.*\\})? (NaN|[-+]?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(?: .*)?$", Pattern.MULTILINE);

    /** Reads Prometheus's text format; skips values that are neither finite numbers nor NaN. */
    public static Metrics parse(String text) {
        Map<String, List<Double>> values = new HashMap<>();
        SAMPLE.matcher(text.replace("\r", ""))
                .results()
                .forEach(sample -> values.computeIfAbsent(sample.group(1), name -> new ArrayList<>())
                        .add(Double.valueOf(sample.group(2))));
        return new Metrics(values);
    }

    /** Empty if the service has no such metric. */
    public List<Double> of(String metric) {
        return values.getOrDefault(metric, List.of());
    }
}
