package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of docs/architecture.md are the network policies, and the network policies are the arrows. */
class NetworkTest {

    private static final Path PAGE = Path.of("../docs/architecture.md");

    /** Those that are not ours, so that only one end of an arrow is ours to allow. */
    private static final Set<String> OTHERS = Set.of(
            "source",
            "partner",
            "tor-network",
            "backups",
            "blobs",
            "kubernetes",
            "kube-dns",
            "prometheus",
            "cloudnative-pg",
            "messaging-topology-operator");

    /** What keeps the machinery going and carries none of a tip's or an alert's way. */
    private static final Set<String> MACHINERY = Set.of(
            "everybody",
            "prometheus",
            "cloudnative-pg",
            "messaging-topology-operator",
            "kubernetes",
            "backups",
            "keycloak-db");

    /** Each arrow of the first picture, and what it is on a cluster. */
    private static final Map<String, Set<String>> ON_A_CLUSTER = Map.ofEntries(
            Map.entry("source tor", Set.of("onion tor-network")),
            Map.entry("source intake", Set.of("source intake")),
            Map.entry("tor intake", Set.of()),
            Map.entry("intake intakedb", Set.of("intake intake-db", "onion intake-db")),
            Map.entry("intake blobs", Set.of("intake blobs", "onion blobs")),
            Map.entry("triage triagedb", Set.of("triage triage-db")),
            Map.entry("blobs triage", Set.of("triage blobs")),
            Map.entry("notify notifydb", Set.of("notify notify-db")),
            Map.entry("intake triage", Set.of("intake broker", "onion broker", "triage broker")),
            Map.entry("intake notify", Set.of("intake broker", "onion broker", "notify broker")),
            Map.entry("triage notify", Set.of("triage broker", "notify broker")),
            Map.entry("triage intake", Set.of("triage broker", "intake broker", "onion broker")),
            Map.entry("notify triage", Set.of("notify broker", "triage broker")),
            Map.entry("notify intake", Set.of("notify broker", "intake broker", "onion broker")),
            Map.entry("staff triage", Set.of("door tor-network", "door triage")),
            Map.entry("staff keycloak", Set.of("door tor-network", "door keycloak")),
            Map.entry("triage keycloak", Set.of("triage keycloak")),
            Map.entry("notify partner", Set.of("notify partner")),
            Map.entry("partner notify", Set.of("partner notify")));

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void the_policies_allow_the_arrows_of_the_picture_and_no_other(Manifests manifests) throws IOException {
        // When
        Map<String, Set<String>> leaving = new TreeMap<>();
        Map<String, Set<String>> arriving = new TreeMap<>();
        manifests.ofKind("NetworkPolicy").forEach(policy -> read(policy, leaving, arriving));

        // Then
        // On one node the blob store is a folder, and nobody opens a connection to it.
        Map<String, Set<String>> drawn = where(
                drawnOnACluster(),
                arrow -> !to(arrow).equals("blobs") || !manifests.overlay().equals("single-node"));
        assertThat(leaving).isEqualTo(where(drawn, arrow -> !OTHERS.contains(from(arrow))));
        assertThat(arriving).isEqualTo(where(drawn, arrow -> !OTHERS.contains(to(arrow))));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void every_namespace_denies_what_is_not_allowed(Manifests manifests) {
        Set<String> denying = manifests
                .ofKind("NetworkPolicy")
                .filter(policy -> policy.at("/spec/podSelector").isEmpty()
                        && policy.at("/spec/policyTypes").size() == 2
                        && !policy.at("/spec").has("ingress")
                        && !policy.at("/spec").has("egress"))
                .map(policy -> policy.at("/metadata/namespace").asText())
                .collect(Collectors.toSet());
        assertThat(denying)
                .isEqualTo(manifests
                        .ofKind("Namespace")
                        .map(namespace -> namespace.at("/metadata/name").asText())
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void nothing_of_the_desk_is_published(Manifests manifests) {
        assertThat(manifests.ofKind("Ingress")).isEmpty();
        assertThat(manifests
                        .ofKind("Service")
                        .filter(service ->
                                !service.at("/spec/type").asText("ClusterIP").equals("ClusterIP"))
                        .map(service -> service.at("/metadata/namespace").asText() + "/"
                                + service.at("/metadata/name").asText()))
                .containsExactlyInAnyOrder("penah-edge/intake", "penah-outgoing/notify");
    }

    @Test
    void the_two_pictures_agree() throws IOException {
        // When
        Set<String> first = arrows(0, "-->|---").keySet();
        Set<String> onACluster = where(
                        drawnOnACluster(),
                        arrow -> !MACHINERY.contains(from(arrow))
                                && !MACHINERY.contains(to(arrow))
                                && !from(arrow).equals(to(arrow)))
                .keySet();

        // Then
        assertThat(first).isEqualTo(ON_A_CLUSTER.keySet());
        assertThat(onACluster)
                .isEqualTo(first.stream()
                        .flatMap(arrow -> ON_A_CLUSTER.getOrDefault(arrow, Set.of()).stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static void read(JsonNode policy, Map<String, Set<String>> leaving, Map<String, Set<String>> arriving) {
        List<String> own = names(policy.at("/spec/podSelector"));
        String outside = policy.at("/metadata/labels/penah.org~1peer").asText();
        Manifests.elements(policy.at("/spec/egress"))
                .forEach(rule -> each(own, rule, "to", outside).forEach((arrow, ports) -> put(leaving, arrow, ports)));
        Manifests.elements(policy.at("/spec/ingress"))
                .forEach(rule -> each(own, rule, "from", outside).forEach((arrow, ports) -> {
                    String[] ends = arrow.split(" ", 2);
                    put(arriving, ends[1] + " " + ends[0], ports);
                }));
    }

    private static Map<String, Set<String>> each(List<String> own, JsonNode rule, String key, String outside) {
        assertThat(rule.path(key)).as("a rule without peers is for everybody").isNotEmpty();
        Set<String> ports = Manifests.elements(rule.path("ports"))
                .map(port -> port.path("port").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JsonNode peer : rule.path(key)) {
            for (String name : peer.has("ipBlock") ? List.of(outside) : names(peer.path("podSelector"))) {
                for (String self : own) {
                    put(arrows, self + " " + name, ports.isEmpty() ? Set.of("any") : ports);
                }
            }
        }
        return arrows;
    }

    private static void put(Map<String, Set<String>> arrows, String arrow, Set<String> ports) {
        arrows.computeIfAbsent(arrow, any -> new TreeSet<>()).addAll(ports);
    }

    private static List<String> names(JsonNode selector) {
        if (selector.isEmpty()) {
            return List.of("everybody");
        }
        List<String> names = new ArrayList<>();
        Manifests.elements(selector.path("matchExpressions"))
                .flatMap(expression -> Manifests.elements(expression.path("values")))
                .forEach(value -> names.add(value.asText()));
        selector.path("matchLabels").forEach(value -> names.add(value.asText()));
        return names;
    }

    private static Map<String, Set<String>> drawnOnACluster() throws IOException {
        return arrows(1, "-->");
    }

    private static Map<String, Set<String>> arrows(int picture, String line) throws IOException {
        String block = Pattern.compile("```mermaid\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList()
                .get(picture);
        Map<String, Set<String>> arrows = new TreeMap<>();
        Pattern arrow = Pattern.compile(
                "^ +([\\w-]+?)(?:[(\\[]+[^\\n]*?[)\\]]+)? (?:" + line + ")(?:\\|([^|]*)\\|)? ([\\w-]+)",
                Pattern.MULTILINE);
        arrow.matcher(block)
                .results()
                .forEach(found -> put(
                        arrows,
                        found.group(1) + " " + found.group(3),
                        found.group(2) == null
                                ? Set.of()
                                : Stream.of(found.group(2).split(", ")).collect(Collectors.toSet())));
        return arrows;
    }

    private static Map<String, Set<String>> where(
            Map<String, Set<String>> arrows, java.util.function.Predicate<String> test) {
        return new TreeMap<>(arrows.entrySet().stream()
                .filter(arrow -> test.test(arrow.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static String from(String arrow) {
        return arrow.split(" ", 2)[0];
    }

    private static String to(String arrow) {
        return arrow.split(" ", 2)[1];
    }
}
