package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.alarm.Alarms;
import org.penah.stack.alarm.Signal;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the manifests tell the services is what the services ask for. */
class SettingsTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)");
    private static final Pattern MEMBER = Pattern.compile("^ {4}[A-Z][\\w<>, ]* (\\w+)\\(\\);", Pattern.MULTILINE);
    private static final Pattern GROUP =
            Pattern.compile("^ {4}Optional<(\\w+Config)> (\\w+)\\(\\);", Pattern.MULTILINE);
    /** Where a meter is made; Prometheus calls what counts up {@code _total}. */
    private static final Pattern METER =
            Pattern.compile("\\b(counter|count|gauge|gaugeMapSize)\\(\\s*\"(penah(?:\\.[a-z]+)+)\"");

    private static final String ADDRESS = "penah\\.(inbox\\.from|outbox\\.to)\\..*";

    private static final Pattern METRIC = Pattern.compile("\\bpenah_[a-z_]+");

    @ParameterizedTest
    @ValueSource(strings = {"intake", "triage", "notify"})
    void a_service_knows_each_setting_of_ours(String service) throws IOException {
        Set<String> known = settings(service);
        Set<String> told = new TreeSet<>();
        Manifests manifests = Manifests.of("ha");
        manifests
                .ofKind("ConfigMap")
                .filter(map -> map.at("/metadata/name").asText().startsWith(service + "-settings"))
                .flatMap(map -> Manifests.elements(map.path("data")))
                .forEach(file -> told.addAll(names(file.asText())));
        Set<String> variables = new TreeSet<>();
        manifests.eachContainer(container -> {
            if (container.spec().path("image").asText().contains("/" + service + "-service")) {
                Manifests.elements(container.spec().path("env"))
                        .forEach(variable -> variables.add(variable.path("name").asText()));
            }
        });

        assertThat(told).hasSizeGreaterThan(10);
        assertThat(told.stream().filter(name -> name.startsWith("penah."))).isSubsetOf(known);
        assertThat(variables.stream().filter(name -> name.startsWith("PENAH_")))
                .isSubsetOf(known.stream().map(SettingsTest::variable).toList());
        assertThat(channels(service))
                .isEqualTo(told.stream()
                        .filter(name -> name.matches(ADDRESS))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"intake", "triage", "notify"})
    void a_service_knows_each_variable_of_ours_on_one_server(String service) throws IOException {
        Map<String, Map<String, Map<String, Map<String, Object>>>> compose = new Yaml(
                        new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(REPOSITORY.resolve("stack/compose.yaml")));

        assertThat(compose.get("services").get(service).get("environment").keySet().stream()
                        .filter(name -> name.startsWith("PENAH_")))
                .isNotEmpty()
                .isSubsetOf(
                        settings(service).stream().map(SettingsTest::variable).toList());
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void the_alerts_ask_for_metrics_that_the_services_have(Manifests manifests) throws IOException {
        Set<String> asked = new TreeSet<>();
        manifests
                .ofKind("PrometheusRule")
                .flatMap(rule -> rule.findValues("expr").stream())
                .forEach(expression ->
                        METRIC.matcher(expression.asText()).results().forEach(found -> asked.add(found.group())));

        assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(meters());
    }

    @Test
    void doctor_asks_for_metrics_that_the_services_have() throws IOException {
        assertThat(Alarms.TABLE.stream()
                        .flatMap(alarm -> alarm.condition().signals().stream())
                        .map(Signal::metric)
                        // tor's own.
                        .filter(metric -> !metric.startsWith("tor_")))
                .hasSizeGreaterThan(10)
                .isSubsetOf(meters());
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void each_alert_says_what_it_means_and_the_guide_says_what_to_do(Manifests manifests) throws IOException {
        String guide = Files.readString(REPOSITORY.resolve("docs/operations.md"));
        List<JsonNode> rules = manifests
                .ofKind("PrometheusRule")
                .flatMap(rule -> Manifests.elements(rule.at("/spec/groups")))
                .flatMap(group -> Manifests.elements(group.path("rules")))
                .toList();

        assertThat(rules).hasSizeGreaterThan(10).allSatisfy(rule -> {
            assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "work", "none");
            assertThat(guide).contains("| `" + rule.path("alert").asText() + "` |");
        });
    }

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#all")
    void the_realm_is_the_one_that_is_tested(Manifests manifests) throws IOException {
        ObjectNode tested = (ObjectNode) new ObjectMapper()
                .readTree(REPOSITORY.resolve("k8s/keycloak/penah-realm.json").toFile());
        tested.put("sslRequired", "none");
        JsonNode realm = manifests
                .ofKind("KeycloakRealmImport")
                .findFirst()
                .orElseThrow()
                .at("/spec/realm");

        assertThat(realm).isEqualTo(tested);
    }

    private static Set<String> meters() throws IOException {
        Set<String> meters = new TreeSet<>();
        for (Path source : sources(List.of("outbox", "intake-service", "triage-service", "notify-service"))) {
            METER.matcher(Files.readString(source))
                    .results()
                    .map(found ->
                            found.group(2).replace('.', '_') + (found.group(1).startsWith("count") ? "_total" : ""))
                    .forEach(meters::add);
        }
        return meters;
    }

    private static Set<String> settings(String service) throws IOException {
        Set<String> settings = new TreeSet<>();
        for (Path source : sources(List.of("outbox", service + "-service"))) {
            String text = Files.readString(source);
            Matcher prefix = PREFIX.matcher(text);
            if (prefix.find()) {
                settings.add(prefix.group(1));
                addMembers(settings, prefix.group(1), text);
                Matcher group = GROUP.matcher(text);
                while (group.find()) {
                    String members = Files.readString(source.resolveSibling(group.group(1) + ".java"));
                    addMembers(settings, prefix.group(1) + "." + group.group(2), members);
                }
            }
        }
        // Maps: a key of each service that sends here, and both addresses.
        Stream.of("intake", "triage", "notify")
                .filter(other -> !other.equals(service))
                .forEach(other -> settings.addAll(List.of(
                        "penah.events.from." + other, "penah.inbox.from." + other, "penah.outbox.to." + other)));
        // Asked for by the service's own properties.
        settings.add("penah.keycloak.origin");
        return settings;
    }

    private static void addMembers(Set<String> settings, String prefix, String text) {
        MEMBER.matcher(text)
                .results()
                .forEach(member -> settings.add(prefix + "."
                        + member.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)));
    }

    private static Set<String> channels(String service) throws IOException {
        String own =
                Files.readString(REPOSITORY.resolve(service + "-service/src/main/resources/application.properties"));
        return names(own).stream().filter(name -> name.matches(ADDRESS)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(String properties) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read.stringPropertyNames();
    }

    private static String variable(String setting) {
        return setting.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static List<Path> sources(List<String> modules) throws IOException {
        List<Path> sources = new java.util.ArrayList<>();
        for (String module : modules) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    /** What a database writes beside its rows tells as little on a cluster as on one server: no statement, no row, no time of a checkpoint. */
    @Test
    void every_database_keeps_the_same_out_of_its_log() throws IOException {
        // Given
        Map<String, String> onOneServer = Pattern.compile("-c (log_[a-z_]+|wal_recycle)=(\\S+)")
                .matcher(Files.readString(Path.of("src/main/images/postgres.sh")))
                .results()
                .collect(Collectors.toMap(setting -> setting.group(1), setting -> setting.group(2)));
        onOneServer.remove("log_timezone");

        // Then
        assertThat(onOneServer)
                .containsKeys("log_min_error_statement", "log_statement", "log_checkpoints", "wal_recycle");
        assertThat(Manifests.of("ha").ofKind("Cluster"))
                .hasSize(4)
                .allSatisfy(database ->
                        onOneServer.forEach((setting, value) -> assertThat(database.at("/spec/postgresql/parameters")
                                        .path(setting)
                                        .asText())
                                .as(setting)
                                .isEqualTo(value)));
    }
}
