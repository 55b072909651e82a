package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Prometheus keeps, with its time, of all that it asks for twice a minute. */
class WatchTest {

    private static final Pattern METRIC = Pattern.compile("\\b(penah|rabbitmq|cnpg|barman|tor)_[a-z_]+");
    private static final Pattern NAMES = Pattern.compile("([a-z_]*)(?:\\(([a-z_|]+)\\))?(?:;.*)?");

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void nothing_is_kept_but_what_an_alert_asks_for(Manifests manifests) {
        Set<String> asked = asked(manifests);
        Set<String> kept = manifests
                .ofKind("PodMonitor")
                .flatMap(monitor -> Manifests.elements(monitor.at("/spec/podMetricsEndpoints")))
                .flatMap(endpoint -> kept(endpoint.at("/metricRelabelings/0")))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(kept).isEqualTo(asked);
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void no_alert_asks_for_a_count_that_steps_with_a_tip(Manifests manifests) {
        assertThat(asked(manifests))
                .filteredOn(metric -> metric.endsWith("_total"))
                .isEmpty();
    }

    private static Set<String> asked(Manifests manifests) {
        return manifests
                .ofKind("PrometheusRule")
                .flatMap(rule -> rule.findValues("expr").stream())
                .flatMap(expression -> METRIC.matcher(expression.asText()).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> kept(JsonNode first) {
        assertThat(first.path("action").asText()).isEqualTo("keep");
        assertThat(first.at("/sourceLabels/0").asText()).isEqualTo("__name__");
        Matcher names = NAMES.matcher(first.path("regex").asText());
        assertThat(names.matches()).isTrue();
        String ends = names.group(2);
        return ends == null
                ? Stream.of(names.group(1))
                : Stream.of(ends.split("\\|", -1)).map(end -> names.group(1) + end);
    }
}
