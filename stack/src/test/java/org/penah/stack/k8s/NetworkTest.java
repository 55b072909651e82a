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
            "intake-db-dump",
            "keycloak-db",
            // A source as others are, and its own tor.
            "canary",
            "canary-tor");

    /** Where the pods are that a policy may name. */
    private static final Map<String, String> HOMES = Map.ofEntries(
            Map.entry("intake", "penah-edge"),
            Map.entry("onion", "penah-edge"),
            Map.entry("onion-intake", "penah-edge"),
            Map.entry("intake-db", "penah-edge"),
            Map.entry("intake-db-dump", "penah-edge"),
            Map.entry("triage", "penah-desk"),
            Map.entry("triage-db", "penah-desk"),
            Map.entry("notify", "penah-outgoing"),
            Map.entry("notify-db", "penah-outgoing"),
            Map.entry("notify-tor", "penah-outgoing"),
            Map.entry("broker", "penah-broker"),
            Map.entry("keycloak", "penah-identity"),
            Map.entry("sign-in", "penah-identity"),
            Map.entry("keycloak-realm-import", "penah-identity"),
            Map.entry("keycloak-db", "penah-identity"),
            Map.entry("staff-onion", "penah-staff-onion"),
            Map.entry("canary", "penah-canary"),
            Map.entry("canary-tor", "penah-canary"),
            Map.entry("kube-dns", "kube-system"),
            Map.entry("prometheus", "monitoring"),
            Map.entry("cloudnative-pg", "cnpg-system"),
            Map.entry("messaging-topology-operator", "rabbitmq-system"));

    private static final Set<String> LABELS_OF_PODS =
            Set.of("app.kubernetes.io/name", "app", "k8s-app", "cnpg.io/cluster");

    /** What is not the Internet. */
    private static final Set<String> PRIVATE = Set.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Each arrow of the first picture, and what it is on a cluster. */
    private static final Map<String, Set<String>> ON_A_CLUSTER = Map.ofEntries(
            Map.entry("source tor", Set.of("onion tor-network")),
            Map.entry("source intake", Set.of("source intake")),
            Map.entry("tor intake", Set.of("onion onion-intake")),
            Map.entry("intake intakedb", Set.of("intake intake-db", "onion-intake intake-db")),
            Map.entry("intake blobs", Set.of("intake blobs", "onion-intake blobs")),
            Map.entry("triage triagedb", Set.of("triage triage-db")),
            Map.entry("blobs triage", Set.of("triage blobs")),
            Map.entry("notify notifydb", Set.of("notify notify-db")),
            Map.entry("intake triage", Set.of("intake broker", "onion-intake broker", "triage broker")),
            Map.entry("intake notify", Set.of("intake broker", "onion-intake broker", "notify broker")),
            Map.entry("triage notify", Set.of("triage broker", "notify broker")),
            Map.entry("triage intake", Set.of("triage broker", "intake broker", "onion-intake broker")),
            Map.entry("notify triage", Set.of("notify broker", "triage broker")),
            Map.entry("notify intake", Set.of("notify broker", "intake broker", "onion-intake broker")),
            Map.entry("staff triage", Set.of("staff-onion tor-network", "staff-onion triage")),
            Map.entry("staff keycloak", Set.of("staff-onion tor-network", "staff-onion sign-in", "sign-in keycloak")),
            Map.entry("triage keycloak", Set.of("triage keycloak")),
            Map.entry("notify partner", Set.of("notify partner", "notify notify-tor", "notify-tor tor-network")),
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
    void a_pod_is_meant_in_its_own_namespace_and_no_namesake_elsewhere(Manifests manifests) {
        manifests.ofKind("NetworkPolicy").forEach(policy -> {
            String own = policy.at("/metadata/namespace").asText();
            assertAtHome(policy.at("/spec/podSelector"), own, policy);
            peers(policy).filter(peer -> !peer.has("ipBlock")).forEach(peer -> {
                JsonNode namespace = peer.path("namespaceSelector");
                if (!namespace.isMissingNode()) {
                    assertThat(namespace.size()).as(Manifests.name(policy)).isOne();
                    assertThat(namespace.path("matchLabels").size())
                            .as(Manifests.name(policy))
                            .isOne();
                }
                assertAtHome(
                        peer.path("podSelector"),
                        namespace
                                .at("/matchLabels/kubernetes.io~1metadata.name")
                                .asText(own),
                        policy);
            });
        });
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void who_may_reach_the_internet_reaches_nothing_private_by_it(Manifests manifests) {
        manifests
                .ofKind("NetworkPolicy")
                .flatMap(policy -> Manifests.elements(policy.at("/spec/egress")))
                .flatMap(rule -> Manifests.elements(rule.path("to")))
                .filter(peer -> peer.has("ipBlock"))
                .forEach(peer -> {
                    String addresses = peer.at("/ipBlock/cidr").asText();
                    Set<String> except = Manifests.elements(peer.at("/ipBlock/except"))
                            .map(JsonNode::asText)
                            .collect(Collectors.toSet());
                    assertThat(except).as(addresses).isEqualTo(addresses.equals("0.0.0.0/0") ? PRIVATE : Set.of());
                    assertThat(addresses).matches("0\\.0\\.0\\.0/0|.*/32");
                });
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void each_port_is_one_and_of_tcp_but_for_names(Manifests manifests) {
        assertThat(manifests
                        .ofKind("NetworkPolicy")
                        .flatMap(policy -> Stream.of("ingress", "egress")
                                .flatMap(way -> Manifests.elements(policy.at("/spec/" + way))))
                        .flatMap(rule -> Manifests.elements(rule.path("ports"))))
                .allSatisfy(port -> {
                    assertThat(port.path("port").isInt()).isTrue();
                    assertThat(port.has("endPort")).isFalse();
                    assertThat(port.path("protocol").asText("TCP"))
                            .isIn(port.path("port").asInt() == 53 ? List.of("UDP", "TCP") : List.of("TCP"));
                });
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
    void to_answer_http_01_one_namespace_may_come_to_its_solvers_and_nothing_else_is_opened() {
        Set<String> before = policies(Manifests.of("ha"));
        Manifests http = Manifests.with("ha", "http-01");
        assertThat(http.ofKind("NetworkPolicy").filter(policy -> !before.contains(Manifests.name(policy))))
                .hasSize(2)
                .allSatisfy(policy -> {
                    assertThat(policy.at("/spec/podSelector/matchLabels").properties())
                            .extracting(Map.Entry::getKey)
                            .containsExactly("acme.cert-manager.io/http01-solver");
                    assertThat(policy.at("/spec").has("egress")).isFalse();
                    assertThat(policy.at("/spec/ingress")).hasSize(1);
                    assertThat(policy.at("/spec/ingress/0/ports").toString()).isEqualTo("[{\"port\":8089}]");
                    assertThat(policy.at("/spec/ingress/0/from").toString())
                            .isEqualTo(
                                    "[{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"say-which\"}}}]");
                });
    }

    private static Set<String> policies(Manifests manifests) {
        return manifests.ofKind("NetworkPolicy").map(Manifests::name).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void on_one_address_no_port_is_taken_twice(Manifests manifests) {
        assertThat(manifests
                        .ofKind("Service")
                        .filter(service -> service.at("/spec/type").asText().equals("LoadBalancer"))
                        .map(service -> service.at("/spec/ports/0/port").asInt()))
                .hasSize(2)
                .satisfies(ports -> assertThat(Set.copyOf(ports))
                        .hasSize(manifests.overlay().equals("single-node") ? 2 : 1));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void staffs_onion_leads_to_the_desk_and_to_sign_in(Manifests manifests) {
        // When
        Set<String> targets = Pattern.compile("^HiddenServicePort \\d+ (\\S+)$", Pattern.MULTILINE)
                .matcher(manifests
                        .ofKind("ConfigMap")
                        .filter(map -> map.at("/metadata/name").asText().startsWith("staff-onion-torrc"))
                        .findFirst()
                        .orElseThrow()
                        .at("/data/torrc")
                        .asText())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> services = manifests
                .ofKind("Service")
                .map(service -> service.at("/metadata/name").asText() + "."
                        + service.at("/metadata/namespace").asText() + ".svc.cluster.local:"
                        + service.at("/spec/ports/0/port").asText())
                .collect(Collectors.toSet());

        // Then
        assertThat(targets)
                .containsExactlyInAnyOrder(
                        "triage.penah-desk.svc.cluster.local:8082", "sign-in.penah-identity.svc.cluster.local:8080")
                .isSubsetOf(services);
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

    private static Stream<JsonNode> peers(JsonNode policy) {
        return Stream.concat(
                Manifests.elements(policy.at("/spec/ingress")).flatMap(rule -> Manifests.elements(rule.path("from"))),
                Manifests.elements(policy.at("/spec/egress")).flatMap(rule -> Manifests.elements(rule.path("to"))));
    }

    private static void assertAtHome(JsonNode pods, String namespace, JsonNode policy) {
        if (!pods.isEmpty()) {
            assertThat(names(pods))
                    .as(Manifests.name(policy))
                    .allSatisfy(name -> assertThat(HOMES.get(name)).isEqualTo(namespace));
        }
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
        Manifests.elements(selector.path("matchExpressions")).forEach(expression -> {
            assertThat(expression.path("operator").asText()).isEqualTo("In");
            assertThat(expression.path("key").asText()).isIn(LABELS_OF_PODS);
            expression.path("values").forEach(value -> names.add(value.asText()));
        });
        selector.path("matchLabels").properties().forEach(label -> {
            assertThat(label.getKey()).isIn(LABELS_OF_PODS);
            names.add(label.getValue().asText());
        });
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
