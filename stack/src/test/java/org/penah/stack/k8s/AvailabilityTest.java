package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.testbed.program.Command;

/** What may go without the whole going. */
class AvailabilityTest {

    @Test
    void of_what_keeps_something_there_are_three_and_two_have_it_before_it_counts() {
        Manifests ha = Manifests.of("ha");
        assertThat(ha.ofKind("Cluster")).hasSize(4).allSatisfy(database -> {
            assertThat(database.at("/spec/instances").asInt()).isEqualTo(3);
            assertThat(database.at("/spec/postgresql/synchronous/dataDurability")
                            .asText())
                    .isEqualTo("required");
            assertThat(database.at("/spec/affinity/podAntiAffinityType").asText())
                    .isEqualTo("required");
        });
        assertThat(ha.ofKind("RabbitmqCluster")).hasSize(1).allSatisfy(broker -> {
            assertThat(broker.at("/spec/replicas").asInt()).isEqualTo(3);
            JsonNode apart =
                    broker.at("/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");
            assertThat(apart.path("topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
            assertThat(apart.at("/labelSelector/matchLabels/app.kubernetes.io~1name")
                            .asText())
                    .isEqualTo("broker");
        });
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void a_node_can_be_emptied_and_takes_one_of_three_with_it_at_most(Manifests manifests) {
        assertThat(manifests.ofKind("PodDisruptionBudget"))
                .allSatisfy(budget ->
                        assertThat(budget.at("/spec/maxUnavailable").asInt()).isOne());
        assertThat(manifests
                        .ofKind("PodDisruptionBudget")
                        .map(budget -> budget.at("/metadata/namespace").asText() + "/" + name(budget)))
                .contains("penah-broker/broker", "penah-identity/keycloak");
        assertThat(manifests.ofKind("Cluster"))
                .hasSize(4)
                .allSatisfy(
                        database -> assertThat(database.at("/spec/enablePDB").asBoolean())
                                .isEqualTo(database.at("/spec/instances").asInt() > 1));
    }

    /** Of CloudNativePG's 100 connections three are the owner's and three the operator's; a dump and a migration want one each. */
    @ParameterizedTest
    // notify-service has seven more, for its leases and its beats.
    @CsvSource({"intake, 0", "triage, 0", "notify, 7"})
    void a_database_has_a_connection_for_each_that_its_service_may_open(String service, int besideThePool) {
        Manifests ha = Manifests.of("ha");
        String settings = ha.ofKind("ConfigMap")
                .filter(map -> name(map).startsWith(service + "-settings"))
                .map(map -> map.at("/data/" + service + ".properties").asText())
                .collect(Collectors.joining());
        Matcher size = Pattern.compile("^quarkus\\.datasource\\.reactive\\.max-size=(\\d+)$", Pattern.MULTILINE)
                .matcher(settings);
        assertThat(size.find()).isTrue();
        int instances = ha.workloads()
                .filter(workload -> workload.at("/spec/template/metadata/labels/penah.org~1service")
                        .asText()
                        .equals(service))
                .mapToInt(workload -> most(ha, workload))
                .sum();

        assertThat(instances).isGreaterThan(2);
        assertThat(instances * (Integer.parseInt(size.group(1)) + besideThePool))
                .isLessThan(100 - 8);
    }

    private static int most(Manifests manifests, JsonNode workload) {
        return manifests
                        .ofKind("HorizontalPodAutoscaler")
                        .filter(scaler ->
                                scaler.at("/spec/scaleTargetRef/name").asText().equals(name(workload)))
                        .map(scaler -> scaler.at("/spec/maxReplicas").asInt())
                        .findFirst()
                        .orElseGet(() -> workload.at("/spec/replicas").asInt(1))
                + workload.at("/spec/strategy/rollingUpdate/maxSurge").asInt(0);
    }

    /** What the API server refuses (autoscaling/v2, HPAScalingPolicy): more than half an hour. */
    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void an_autoscaler_looks_back_no_further_than_it_may(Manifests manifests) {
        assertThat(manifests
                        .ofKind("HorizontalPodAutoscaler")
                        .flatMap(scaler -> Stream.of("scaleUp", "scaleDown")
                                .map(way -> scaler.at("/spec/behavior/" + way))
                                .filter(way -> !way.isMissingNode())))
                .isNotEmpty()
                .allSatisfy(way -> {
                    assertThat(way.path("stabilizationWindowSeconds").asInt()).isLessThanOrEqualTo(3600);
                    assertThat(way.path("policies"))
                            .allSatisfy(policy -> assertThat(
                                            policy.path("periodSeconds").asInt())
                                    .isBetween(1, 1800));
                });
    }

    @Test
    void the_guide_says_what_all_of_it_asks_of_the_nodes() throws IOException {
        String said = "on `single-node` %s, on `ha` %s"
                .formatted(asked(Manifests.of("single-node")), asked(Manifests.of("ha")));
        assertThat(Files.readString(Path.of("../docs/install.md")).contains(said))
                .as(said)
                .isTrue();
    }

    private static String asked(Manifests manifests) {
        BigDecimal cores = BigDecimal.ZERO;
        BigDecimal bytes = BigDecimal.ZERO;
        for (JsonNode object : manifests.objects()) {
            JsonNode own = object.at("/spec/resources/requests");
            boolean lasting = Set.of("Deployment", "StatefulSet")
                    .contains(object.path("kind").asText());
            List<JsonNode> requests = lasting
                    ? Manifests.elements(Manifests.pod(object).path("containers"))
                            .map(container -> container.at("/resources/requests"))
                            .toList()
                    : own.has("cpu") ? List.of(own) : List.of();
            BigDecimal times = BigDecimal.valueOf(
                    lasting
                            ? least(manifests, object)
                            : object.at("/spec/instances")
                                    .asInt(object.at("/spec/replicas").asInt(1)));
            for (JsonNode request : requests) {
                cores = cores.add(Quantity.getAmountInBytes(
                                new Quantity(request.path("cpu").asText()))
                        .multiply(times));
                bytes = bytes.add(Quantity.getAmountInBytes(
                                new Quantity(request.path("memory").asText()))
                        .multiply(times));
            }
        }
        return "%.1f cores and %.1f GiB".formatted(cores, bytes.divide(BigDecimal.valueOf(1L << 30)));
    }

    private static int least(Manifests manifests, JsonNode workload) {
        return manifests
                .ofKind("HorizontalPodAutoscaler")
                .filter(scaler ->
                        scaler.at("/spec/scaleTargetRef/name").asText().equals(name(workload)))
                .map(scaler -> scaler.at("/spec/minReplicas").asInt())
                .findFirst()
                .orElseGet(() -> workload.at("/spec/replicas").asInt(1));
    }

    /** They read it at their start and not again, so it must outlast them until {@code RestartDue} has been heeded. */
    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void a_services_certificate_outlasts_it(Manifests manifests) {
        assertThat(manifests
                        .ofKind("Certificate")
                        .filter(each -> name(each).matches("(intake|triage|notify)-broker-tls")))
                .hasSize(3)
                .allSatisfy(certificate -> assertThat(hours(certificate.at("/spec/renewBefore")))
                        .isGreaterThan((150 + 30) * 24L)
                        .isLessThan(hours(certificate.at("/spec/duration"))));
        JsonNode authority = one(manifests, "Certificate", "penah-internal");
        assertThat(authority.at("/spec/privateKey/rotationPolicy").asText()).isEqualTo("Never");
        assertThat(manifests
                        .ofKind("Certificate")
                        .filter(each -> each.at("/spec/issuerRef/name").asText().equals("penah-internal")))
                .isNotEmpty()
                .allSatisfy(certificate -> assertThat(hours(certificate.at("/spec/duration")))
                        .isLessThan(hours(authority.at("/spec/renewBefore"))));
    }

    private static long hours(JsonNode duration) {
        return Duration.parse("PT" + duration.asText()).toHours();
    }

    @Test
    void of_what_keeps_nothing_there_are_two() {
        Manifests ha = Manifests.of("ha");
        Set<String> scaled = names(ha, "HorizontalPodAutoscaler", "/spec/scaleTargetRef/name");
        assertThat(scaled).containsExactly("intake");
        assertThat(ha.ofKind("HorizontalPodAutoscaler"))
                .allSatisfy(scaler -> assertThat(scaler.at("/spec/maxReplicas").asInt())
                        .isGreaterThan(scaler.at("/spec/minReplicas").asInt())
                        .isGreaterThan(2));
        assertThat(ha.ofKind("Deployment").filter(deployment -> !scaled.contains(name(deployment))))
                .isNotEmpty()
                .allSatisfy(deployment ->
                        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2));
        assertThat(ha.ofKind("StatefulSet").map(AvailabilityTest::name)).contains("onion", "onion-2", "staff-onion");
    }

    @Test
    void a_second_onion_has_its_own_key_address_and_pods() {
        Manifests ha = Manifests.of("ha");
        assertThat(ha.ofKind("StatefulSet")
                        .filter(set -> name(set).startsWith("onion"))
                        .map(set -> set.at("/spec/selector/matchLabels").toString()))
                .doesNotHaveDuplicates();
        assertThat(ha.ofKind("StatefulSet")
                        .filter(set -> name(set).startsWith("onion"))
                        .map(set -> set.at("/spec/template/spec/volumes").findValuesAsText("secretName").stream()
                                .filter(secret -> secret.startsWith("onion-key"))
                                .toList()
                                .toString()))
                .containsExactlyInAnyOrder("[onion-key]", "[onion-key-2]", "[]", "[]");
    }

    @Test
    void the_tor_of_an_onion_finds_the_intake_of_that_onion() {
        Manifests ha = Manifests.of("ha");
        assertThat(List.of("", "-2")).allSatisfy(which -> {
            JsonNode service = one(ha, "Service", "onion-intake" + which);
            assertThat(one(ha, "ConfigMap", "onion-listener" + which)
                            .at("/data/listener")
                            .asText()
                            .strip())
                    .isEqualTo("HiddenServicePort 80 onion-intake" + which + ".penah-edge:"
                            + service.at("/spec/ports/0/port").asInt());
            JsonNode labels = one(ha, "StatefulSet", "onion-intake" + which).at("/spec/template/metadata/labels");
            assertThat(service.at("/spec/selector").properties())
                    .hasSize(2)
                    .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
            assertThat(one(ha, "StatefulSet", "onion" + which)
                            .at("/spec/template/spec/volumes/0/projected/sources")
                            .toString())
                    .contains("\"onion-listener" + which + "\"");
        });
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void every_deployment_is_spread_and_goes_one_by_one(Manifests manifests) {
        Set<String> guarded =
                names(manifests, "PodDisruptionBudget", "/spec/selector/matchLabels/app.kubernetes.io~1name");
        assertThat(manifests.ofKind("Deployment")).isNotEmpty().allSatisfy(deployment -> {
            assertThat(guarded).contains(name(deployment));
            assertThat(deployment.at("/spec/template/spec/topologySpreadConstraints"))
                    .hasSize(2);
            assertThat(deployment
                            .at("/spec/strategy/rollingUpdate/maxUnavailable")
                            .asInt(1))
                    .isZero();
        });
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void every_database_has_a_backup_and_intakes_has_no_write_ahead_log_in_it(Manifests manifests) {
        Set<String> withLog = names(manifests, "ScheduledBackup", "/spec/cluster/name");
        Set<String> dumped = manifests
                .ofKind("CronJob")
                .map(job -> Manifests.pod(job).at("/containers/0/env/0/value").asText())
                .map(host -> host.replaceFirst("-rw$", ""))
                .collect(Collectors.toSet());
        assertThat(dumped).containsExactly("intake-db").doesNotContainAnyElementsOf(withLog);
        withLog.addAll(dumped);
        assertThat(withLog).isEqualTo(names(manifests, "Cluster", "/metadata/name"));
        assertThat(manifests.ofKind("Cluster"))
                .filteredOn(cluster -> name(cluster).equals("intake-db"))
                .singleElement()
                .satisfies(cluster -> {
                    assertThat(cluster.at("/spec/plugins").isMissingNode()).isTrue();
                    assertThat(cluster.at("/spec/backup").isMissingNode()).isTrue();
                    assertThat(cluster.at("/spec/postgresql/parameters/wal_keep_size")
                                    .asText())
                            .isEqualTo("0");
                });
    }

    @Test
    void while_intakes_database_comes_back_nothing_else_writes_to_it_or_to_its_dumps() {
        Manifests restoring = Manifests.with("ha", "restore/intake");
        assertThat(restoring.ofKind("CronJob"))
                .singleElement()
                .satisfies(
                        dump -> assertThat(dump.at("/spec/suspend").asBoolean()).isTrue());
        assertThat(restoring.workloads().filter(workload -> name(workload).matches("intake|onion-intake.*")))
                .hasSize(3)
                .allSatisfy(workload ->
                        assertThat(workload.at("/spec/replicas").asInt(1)).isZero());
    }

    /** Of a cluster's backups we know what we ask for. */
    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void what_was_deleted_is_gone_from_every_backup_after_eight_days(Manifests manifests, @TempDir Path folder)
            throws IOException {
        assertThat(manifests.ofKind("ObjectStore"))
                .hasSize(3)
                .allSatisfy(store ->
                        assertThat(store.at("/spec/retentionPolicy").asText()).isEqualTo("7d"));
        String job = manifests
                .ofKind("CronJob")
                .map(each -> Manifests.pod(each).at("/containers/0/command/2").asText())
                .collect(Collectors.joining());
        isGoneAfterEightDays(job, folder);
    }

    /** Runs what deletes old backups on one of each night, which was written a minute after its beginning. */
    private static void isGoneAfterEightDays(String script, Path folder) throws IOException {
        Matcher find = Pattern.compile("find (/dumps) .*").matcher(script);
        assertThat(find.find()).isTrue();
        for (int days = 1; days <= 9; days++) {
            Path backup = Files.createDirectories(folder.resolve(days + ".dump"));
            FileTime written =
                    FileTime.from(Instant.now().minus(Duration.ofDays(days)).plus(Duration.ofMinutes(1)));
            Files.setLastModifiedTime(backup, written);
        }

        // When
        Command.of("sh", "-ec", find.group().replace(find.group(1), folder.toString()))
                .succeed();

        // Then
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("1.dump", "2.dump", "3.dump", "4.dump", "5.dump", "6.dump", "7.dump");
        }
    }

    private static Set<String> names(Manifests manifests, String kind, String where) {
        return manifests.ofKind(kind).map(object -> object.at(where).asText()).collect(Collectors.toSet());
    }

    private static JsonNode one(Manifests manifests, String kind, String name) {
        return manifests
                .ofKind(kind)
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
