package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
        assertThat(ha.ofKind("RabbitmqCluster"))
                .hasSize(1)
                .allSatisfy(broker ->
                        assertThat(broker.at("/spec/replicas").asInt()).isEqualTo(3));
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
