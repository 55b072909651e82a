package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a cluster too, the canary's parts find each other: manifests, torrc and guide say the same. */
class CanaryManifestsTest {

    private static final Path GUIDE = Path.of("../docs/install.md");

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void notify_service_reaches_the_canary_partner_in_its_pod_and_hands_over_to_it(Manifests manifests)
            throws IOException {
        // Given
        Properties settings = new Properties();
        settings.load(new StringReader(manifests
                .ofKind("ConfigMap")
                .filter(map -> map.at("/metadata/name").asText().startsWith("notify-settings"))
                .findFirst()
                .orElseThrow()
                .at("/data/notify.properties")
                .asText()));
        JsonNode service = container(manifests, "notify");
        JsonNode partner = container(manifests, "canary-partner");
        String address = settings.getProperty("penah.egress.canary");
        String credentials = settings.getProperty("penah.partners.export-directory");

        // Then
        assertThat(address).isEqualTo("127.0.0.1:8086");
        assertThat(Files.readString(GUIDE)).contains("--name=canary --url=http://" + address + "/alerts");
        assertThat(arguments(partner))
                .contains("receive", "--acknowledge-tests", "--port=8086", "--penah=" + credentials + "/canary.json");
        assertThat(volume(service, credentials)).isEqualTo(volume(partner, credentials));
        assertThat(settings.getProperty("penah.partners.import-file")).isEqualTo("/etc/penah/partners/partners.json");
        assertThat(volume(service, "/etc/penah/partners")).isEqualTo("canary-profile");
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void one_synthetic_source_goes_through_its_own_tor(Manifests manifests) {
        assertThat(arguments(container(manifests, "canary")))
                .contains("--tor=canary-tor:9050", "--url=http://$(PENAH_ONION)");
        assertThat(manifests
                        .ofKind("Service")
                        .filter(service -> service.at("/metadata/name").asText().equals("canary-tor")))
                .singleElement()
                .satisfies(service ->
                        assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(9050));
        assertThat(manifests
                        .ofKind("ConfigMap")
                        .filter(map -> map.at("/metadata/name").asText().startsWith("client-torrc"))
                        .map(map -> map.at("/data/torrc").asText()))
                .hasSize(2)
                .allMatch(torrc -> torrc.contains("\nSocksPort 0.0.0.0:9050 OnionTrafficOnly\n"));
        assertThat(manifests
                        .ofKind("StatefulSet")
                        .filter(set -> set.at("/metadata/name").asText().equals("canary")))
                .singleElement()
                .satisfies(set -> assertThat(set.at("/spec/replicas").asInt()).isOne());
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void notify_service_reaches_onions_through_its_own_tor(Manifests manifests) {
        assertThat(manifests
                        .ofKind("ConfigMap")
                        .map(map -> map.at("/data/notify.properties").asText()))
                .anyMatch(settings -> settings.contains("\npenah.egress.tor-host=notify-tor\n"));
        assertThat(manifests
                        .ofKind("Service")
                        .filter(service -> service.at("/metadata/name").asText().equals("notify-tor")))
                .singleElement()
                .satisfies(service ->
                        assertThat(service.at("/metadata/namespace").asText()).isEqualTo("penah-outgoing"));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void every_intake_service_knows_the_canarys_mailbox(Manifests manifests) {
        manifests.eachContainer(container -> {
            if (container.spec().path("image").asText().contains("/intake-service")
                    && !container.spec().path("name").asText().equals("migrations")) {
                assertThat(Manifests.elements(container.spec().path("env"))
                                .filter(variable ->
                                        variable.path("name").asText().equals("PENAH_TIPS_CANARY_MAILBOX"))
                                .map(variable -> variable.at("/valueFrom/configMapKeyRef/name")
                                        .asText()))
                        .as("%s", container)
                        .containsExactly("canary-mailbox");
            }
        });
    }

    private static JsonNode container(Manifests manifests, String name) {
        return manifests
                .workloads()
                .flatMap(workload -> Manifests.elements(Manifests.pod(workload).path("containers")))
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> arguments(JsonNode container) {
        return Manifests.elements(container.path("args")).map(JsonNode::asText).toList();
    }

    private static String volume(JsonNode container, String folder) {
        return Manifests.elements(container.path("volumeMounts"))
                .filter(mount -> mount.path("mountPath").asText().equals(folder))
                .map(mount -> mount.path("name").asText())
                .findFirst()
                .orElseThrow();
    }
}
