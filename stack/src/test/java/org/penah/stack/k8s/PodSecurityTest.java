package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each pod may and may not do, no matter what Kubernetes would allow. */
class PodSecurityTest {

    private static final Set<String> PROBES = Set.of("startupProbe", "readinessProbe", "livenessProbe");

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void every_namespace_of_ours_is_restricted(Manifests manifests) {
        assertThat(manifests.ofKind("Namespace"))
                .hasSize(7)
                .allSatisfy(namespace -> assertThat(namespace
                                .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                                .asText())
                        .isEqualTo("restricted"));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#allAndComponents")
    void no_container_is_root_or_can_become_it_or_write_to_its_image(Manifests manifests) {
        manifests.eachContainer(container -> {
            JsonNode own = container.spec().path("securityContext");
            JsonNode pod = container.pod().path("securityContext");
            assertThat(pod.path("runAsNonRoot").asBoolean()).as("%s", container).isTrue();
            assertThat(own.path("runAsUser").asInt(pod.path("runAsUser").asInt()))
                    .as("%s", container)
                    .isGreaterThan(10_000);
            assertThat(pod.at("/seccompProfile/type").asText())
                    .as("%s", container)
                    .isEqualTo("RuntimeDefault");
            assertThat(own.path("allowPrivilegeEscalation").asBoolean(true))
                    .as("%s", container)
                    .isFalse();
            assertThat(own.path("readOnlyRootFilesystem").asBoolean())
                    .as("%s", container)
                    .isTrue();
            assertThat(own.at("/capabilities/drop/0").asText())
                    .as("%s", container)
                    .isEqualTo("ALL");
            assertThat(own.at("/capabilities/add").isMissingNode())
                    .as("%s", container)
                    .isTrue();
            assertThat(container.pod().path("automountServiceAccountToken").asBoolean(true))
                    .as("%s", container)
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#allAndComponents")
    void every_container_has_its_limits_and_no_more_memory_than_it_asked_for(Manifests manifests) {
        manifests.eachContainer(container -> {
            JsonNode resources = container.spec().path("resources");
            assertThat(resources.at("/requests/cpu").asText())
                    .as("%s", container)
                    .isNotEmpty();
            assertThat(resources.at("/limits/cpu").asText()).as("%s", container).isNotEmpty();
            assertThat(resources.at("/limits/memory").asText())
                    .as("%s", container)
                    .isNotEmpty()
                    .isEqualTo(resources.at("/requests/memory").asText());
        });
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#allAndComponents")
    void an_image_that_the_overlay_does_not_name_comes_from_nowhere(Manifests manifests) {
        // RFC 2606 keeps example.org, and docs/install.md looks for it.
        manifests.eachContainer(
                container -> assertThat(container.spec().path("image").asText())
                        .as("%s", container)
                        .startsWith("registry.example.org/penah/"));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#allAndComponents")
    void every_image_names_a_version(Manifests manifests) {
        manifests.eachContainer(
                container -> assertThat(container.spec().path("image").asText())
                        .as("%s", container)
                        .matches("[^:@]+(:\\d[^:@]*|@sha256:[0-9a-f]{64})"));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void every_service_is_asked_whether_it_lives(Manifests manifests) {
        manifests.eachContainer(container -> {
            if (isService(container)) {
                assertThat(PROBES)
                        .allSatisfy(probe -> assertThat(container
                                        .spec()
                                        .at("/" + probe + "/httpGet/port")
                                        .asText())
                                .as("%s %s", container, probe)
                                .isEqualTo("management"));
            }
        });
    }

    private static boolean isService(Manifests.Container container) {
        return container.spec().path("image").asText().contains("-service")
                && !container.spec().path("name").asText().equals("migrations");
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void a_service_is_never_given_the_password_of_its_databases_owner(Manifests manifests) {
        Set<String> given = new TreeSet<>();
        Set<String> migrated = new TreeSet<>();
        manifests.eachContainer(container -> {
            if (secrets(container).stream().anyMatch(secret -> secret.endsWith("-db-owner"))) {
                given.add(container.toString());
            }
            if (container.spec().path("name").asText().equals("migrations")) {
                migrated.add(container.toString());
                // It is over before the service begins.
                assertThat(container.spec().has("restartPolicy")).isFalse();
                assertThat(Manifests.elements(container.pod().path("initContainers")))
                        .contains(container.spec());
            }
        });

        assertThat(given).isEqualTo(migrated);
        assertThat(manifests
                        .workloads()
                        .filter(workload -> Manifests.elements(
                                        Manifests.pod(workload).path("containers"))
                                .anyMatch(each -> each.path("image").asText().contains("-service"))))
                .hasSameSizeAs(migrated);
    }

    /** A tor that is told to write to a disk may; nothing else may but sealed tips' two services, the desk's locks, and the dump. */
    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void what_is_written_elsewhere_is_in_memory_and_bounded(Manifests manifests) {
        manifests
                .workloads()
                .forEach(workload -> Manifests.elements(Manifests.pod(workload).path("volumes"))
                        .forEach(volume -> {
                            assertThat(volume.has("hostPath")).isFalse();
                            if (volume.has("emptyDir")) {
                                assertThat(volume.at("/emptyDir/medium").asText())
                                        .as(Manifests.name(workload))
                                        .isEqualTo(volume.path("name").asText().equals("blobs") ? "" : "Memory");
                                assertThat(volume.at("/emptyDir/sizeLimit").asText())
                                        .as(Manifests.name(workload))
                                        .isNotEmpty();
                            }
                            if (volume.has("persistentVolumeClaim")) {
                                assertThat(volume.path("name").asText())
                                        .isIn("blobs", "epoch-locks", "ceremony", "dumps");
                            }
                        }));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void the_locks_of_epochs_lie_on_a_volume_of_their_own_that_triage_alone_mounts(Manifests manifests) {
        // When
        Set<String> mounts = new TreeSet<>();
        manifests.eachContainer(container -> Manifests.elements(container.spec().path("volumeMounts"))
                .filter(mount -> mount.path("name").asText().equals("epoch-locks"))
                .forEach(mount -> mounts.add(container.spec().path("name").asText() + " "
                        + mount.path("mountPath").asText())));
        String settings = manifests
                .ofKind("ConfigMap")
                .filter(map -> map.at("/metadata/name").asText().startsWith("triage-settings"))
                .findFirst()
                .orElseThrow()
                .toString();
        List<String> places = manifests
                .ofKind("PersistentVolume")
                .map(volume -> volume.at("/spec/claimRef/name").asText() + " "
                        + volume.at("/spec/nfs/path").asText("")
                        + volume.at("/spec/local/path").asText(""))
                .distinct()
                .toList();

        // Then
        assertThat(mounts).containsExactly("triage /var/lib/penah/epoch-locks");
        assertThat(settings).contains("penah.keyring.epoch-locks=/var/lib/penah/epoch-locks\\n");
        assertThat(places)
                .hasSize(manifests.overlay().equals("ha") ? 2 : 3)
                .anyMatch(place -> place.equals("epoch-locks /var/lib/penah/epoch-locks")
                        || place.equals("epoch-locks /penah/epoch-locks"));
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void the_ceremonys_folder_reaches_triage_alone_which_cannot_write_to_it(Manifests manifests) {
        Set<String> mounts = new TreeSet<>();
        manifests.eachContainer(container -> Manifests.elements(container.spec().path("volumeMounts"))
                .filter(mount -> mount.path("name").asText().equals("ceremony"))
                .forEach(mount -> mounts.add("%s %s %s"
                        .formatted(
                                container.spec().path("name").asText(),
                                mount.path("mountPath").asText(),
                                mount.path("readOnly").asBoolean()))));
        assertThat(mounts).containsExactly("triage /etc/penah/ceremony true");
        assertThat(manifests
                        .ofKind("ConfigMap")
                        .filter(map -> map.at("/metadata/name").asText().startsWith("triage-settings"))
                        .map(map -> map.at("/data/triage.properties").asText()))
                .singleElement()
                .asString()
                .contains("penah.keyring.import-directory=/etc/penah/ceremony\n", "penah.keyring.root=");
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void each_secret_is_given_to_one_service_only_and_comes_from_somewhere(Manifests manifests) {
        // When
        Map<String, Set<String>> holders = new TreeMap<>();
        manifests.eachContainer(container -> secrets(container)
                .forEach(secret -> holders.computeIfAbsent(
                                container.workload().at("/metadata/namespace").asText() + "/" + secret,
                                any -> new TreeSet<>())
                        .add(container.spec().path("image").asText())));

        // Then
        assertThat(holders)
                .hasSizeGreaterThan(15)
                .allSatisfy((secret, images) -> assertThat(images).as(secret).hasSize(1));
        assertThat(made(manifests)).containsAll(holders.keySet());
    }

    /** By External Secrets, cert-manager, or the database's operator. */
    private static Set<String> made(Manifests manifests) {
        Stream<String> external = manifests
                .ofKind("ExternalSecret")
                .map(object -> object.at("/metadata/namespace").asText() + "/"
                        + object.at("/spec/target/name").asText());
        Stream<String> certificates = manifests
                .ofKind("Certificate")
                .map(object -> object.at("/metadata/namespace").asText() + "/"
                        + object.at("/spec/secretName").asText());
        Stream<String> databases = manifests
                .ofKind("Cluster")
                .map(object -> object.at("/metadata/namespace").asText() + "/"
                        + object.at("/metadata/name").asText() + "-ca");
        return Stream.of(external, certificates, databases)
                .flatMap(names -> names)
                .collect(Collectors.toSet());
    }

    /** Not that of which a certificate alone is mounted. */
    private static Set<String> secrets(Manifests.Container container) {
        Set<String> secrets = new TreeSet<>();
        Manifests.elements(container.spec().path("env"))
                .map(variable -> variable.at("/valueFrom/secretKeyRef/name"))
                .filter(name -> !name.isMissingNode())
                .forEach(name -> secrets.add(name.asText()));
        Set<String> mounted = Manifests.elements(container.spec().path("volumeMounts"))
                .map(mount -> mount.path("name").asText())
                .collect(Collectors.toSet());
        Manifests.elements(container.pod().path("volumes"))
                .filter(volume -> mounted.contains(volume.path("name").asText()))
                .filter(volume ->
                        !volume.at("/secret/items").findValuesAsText("key").equals(List.of("ca.crt")))
                .map(volume -> volume.at("/secret/secretName"))
                .filter(name -> !name.isMissingNode())
                .forEach(name -> secrets.add(name.asText()));
        return secrets;
    }
}
