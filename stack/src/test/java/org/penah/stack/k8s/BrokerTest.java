package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client of RabbitMQ shows a certificate, and has only the rights of the queues' arrows. */
class BrokerTest {

    /** One for each arrow, and {@code dead}, to which nobody has a right. */
    static final List<String> QUEUES = List.of(
            "intake.triage",
            "intake.notify",
            "triage.intake",
            "triage.notify",
            "notify.intake",
            "notify.triage",
            "dead");

    static final Map<String, Set<String>> SENDS = Map.of(
            "intake",
            Set.of("intake.triage", "intake.notify"),
            "triage",
            Set.of("triage.intake", "triage.notify"),
            "notify",
            Set.of("notify.intake", "notify.triage"));

    static final Map<String, Set<String>> TAKES = Map.of(
            "intake",
            Set.of("triage.intake", "notify.intake"),
            "triage",
            Set.of("intake.triage", "notify.triage"),
            "notify",
            Set.of("intake.notify", "triage.notify"));

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void each_user_sends_and_takes_what_it_must(Manifests manifests) {
        // When
        Map<String, Set<String>> sends = new TreeMap<>();
        Map<String, Set<String>> takes = new TreeMap<>();
        manifests.ofKind("Permission").forEach(permission -> {
            String user = permission.at("/spec/userReference/name").asText();
            sends.put(user, matching(permission.at("/spec/permissions/write"), "send.penah."));
            takes.put(user, matching(permission.at("/spec/permissions/read"), "penah."));
            // A right to bind would be one to write to a queue and read from an exchange.
            assertThat(matching(permission.at("/spec/permissions/write"), "penah."))
                    .isEmpty();
            assertThat(matching(permission.at("/spec/permissions/read"), "send.penah."))
                    .isEmpty();
            assertThat(permission.at("/spec/permissions/configure").asText()).isEqualTo("^$");
        });

        // Then
        assertThat(sends).isEqualTo(new TreeMap<>(SENDS));
        assertThat(takes).isEqualTo(new TreeMap<>(TAKES));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void the_broker_speaks_to_nobody_without_a_certificate_of_ours(Manifests manifests) {
        JsonNode broker = manifests.ofKind("RabbitmqCluster").findFirst().orElseThrow();
        assertThat(broker.at("/spec/tls/disableNonTLSListeners").asBoolean()).isTrue();
        assertThat(broker.at("/spec/tls/secretName").asText()).isEqualTo("broker-tls");
        assertThat(broker.at("/spec/tls/caSecretName").asText()).isEqualTo("broker-tls");
        assertThat(broker.at("/spec/rabbitmq/additionalConfig").asText().lines())
                .contains("ssl_options.verify = verify_peer", "ssl_options.fail_if_no_peer_cert = true")
                .filteredOn(line -> line.matches("(ssl_options\\.(verify|fail_if_no_peer_cert)|listeners)\\b.*"))
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void the_services_show_theirs_and_believe_only_the_name_that_they_asked_for(Manifests manifests) {
        assertThat(SENDS.keySet()).allSatisfy(service -> {
            Properties settings = new Properties();
            settings.load(new StringReader(settings(manifests, service)));
            assertThat(settings)
                    .containsEntry("amqp-use-ssl", "true")
                    .containsEntry("amqp-port", "5671")
                    .containsEntry("penah.broker.tls-configuration-name", "broker")
                    .containsEntry("quarkus.tls.broker.key-store.pem.own.cert", "/etc/penah/broker/tls.crt")
                    .containsEntry("quarkus.tls.broker.key-store.pem.own.key", "/etc/penah/broker/tls.key")
                    .containsEntry("quarkus.tls.broker.trust-store.pem.certs", "/etc/penah/broker/ca.crt")
                    .containsEntry("quarkus.tls.broker.hostname-verification-algorithm", "HTTPS")
                    .containsEntry("quarkus.datasource.reactive.postgresql.ssl-mode", "verify-full")
                    .containsEntry(
                            "quarkus.datasource.reactive.trust-certificate-pem.certs", "/etc/penah/database/ca.crt")
                    .containsEntry("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS")
                    .doesNotContainKey("quarkus.tls.broker.trust-all")
                    .doesNotContainKey("quarkus.datasource.reactive.trust-all");
        });
        manifests.eachContainer(container -> {
            if (container.spec().path("name").asText().equals("migrations")) {
                assertThat(container.spec().at("/args/0").asText())
                        .startsWith("jdbc:postgresql://")
                        .endsWith("?sslmode=verify-full&sslrootcert=/etc/penah/database/ca.crt");
            }
        });
        assertThat(manifests.ofKind("Cluster"))
                .isNotEmpty()
                .allSatisfy(database -> assertThat(Manifests.elements(database.at("/spec/postgresql/pg_hba"))
                                .map(JsonNode::asText))
                        .contains("hostnossl all all all reject")
                        .noneMatch(line -> line.startsWith("host ")));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void each_queue_is_kept_by_a_quorum_and_never_gives_up_on_an_event(Manifests manifests) {
        List<JsonNode> queues = manifests.ofKind("Queue").toList();
        assertThat(queues.stream().map(queue -> queue.at("/spec/name").asText()))
                .containsExactlyInAnyOrderElementsOf(
                        QUEUES.stream().map(queue -> "penah." + queue).toList());
        assertThat(queues).allSatisfy(queue -> {
            assertThat(queue.at("/spec/type").asText()).isEqualTo("quorum");
            assertThat(queue.at("/spec/deletionPolicy").asText()).isEqualTo("retain");
            if (!queue.at("/spec/name").asText().equals("penah.dead")) {
                assertThat(queue.at("/spec/arguments/x-delivery-limit").asInt(0))
                        .isEqualTo(-1);
            }
        });
        assertThat(manifests
                        .ofKind("Binding")
                        .map(binding -> binding.at("/spec/source").asText() + " "
                                + binding.at("/spec/destination").asText()))
                .allSatisfy(binding -> assertThat(binding).matches("send\\.(penah\\.[a-z.]+) \\1"));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void the_services_send_to_exchanges_and_take_from_queues(Manifests manifests) {
        Map<String, Set<String>> sends = new TreeMap<>();
        Map<String, Set<String>> takes = new TreeMap<>();
        for (String service : SENDS.keySet()) {
            String settings = settings(manifests, service);
            sends.put(service, addresses(settings, "/exchanges/send.penah."));
            takes.put(service, addresses(settings, "/queues/penah."));
        }
        assertThat(sends).isEqualTo(new TreeMap<>(SENDS));
        assertThat(takes).isEqualTo(new TreeMap<>(TAKES));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void compose_gives_its_broker_the_same(Manifests manifests) throws IOException {
        // Given
        String shipped = Files.readString(Path.of("src/main/images/definitions.json"))
                .replaceAll("\\{(intake|triage|notify)-broker}", Definitions.PASSWORD);

        // When
        JsonNode compose = new ObjectMapper().readTree(shipped);

        // Then
        assertThat(withoutOrder(compose)).isEqualTo(withoutOrder(Definitions.of(manifests)));
    }

    private static Map<String, Set<JsonNode>> withoutOrder(JsonNode definitions) {
        return definitions.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        kind -> Manifests.elements(kind.getValue()).collect(Collectors.toSet())));
    }

    static String settings(Manifests manifests, String service) {
        return manifests
                .ofKind("ConfigMap")
                .filter(map -> map.at("/metadata/name").asText().startsWith(service + "-settings"))
                .findFirst()
                .orElseThrow()
                .at("/data/" + service + ".properties")
                .asText();
    }

    private static Set<String> addresses(String settings, String prefix) {
        return settings.lines()
                .filter(line -> line.contains("=" + prefix))
                .map(line -> line.substring(line.indexOf(prefix) + prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> matching(JsonNode pattern, String prefix) {
        return QUEUES.stream()
                .filter(queue -> (prefix + queue).matches(pattern.asText()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
