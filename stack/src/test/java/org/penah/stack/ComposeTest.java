package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.stack.server.ServerCommand;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** What a container of one server may, as {@code compose.yaml} says it; SystemIT asks Docker. */
class ComposeTest {

    private static final Map<String, Object> PICTURE = picture();

    @Test
    void each_container_is_confined_whatever_else_is_said_of_it() {
        assertThat(services())
                .hasSizeGreaterThan(10)
                .allSatisfy((name, service) -> assertThat(service)
                        .containsEntry("read_only", true)
                        .containsEntry("cap_drop", List.of("ALL"))
                        .containsEntry("security_opt", List.of("no-new-privileges:true"))
                        .containsEntry("pull_policy", "never")
                        .containsKeys("mem_limit", "pids_limit", "logging")
                        .doesNotContainKeys(
                                "cap_add", "privileged", "devices", "pid", "ipc", "userns_mode", "group_add"));
    }

    @Test
    void each_service_has_its_own_user() {
        assertThat(List.of("intake", "triage", "notify"))
                .extracting(name -> String.valueOf(services().get(name).get("user")))
                .doesNotHaveDuplicates()
                .allMatch(user -> user.matches("1\\d{4}:[12]\\d{4}"));
    }

    @Test
    void what_is_written_beside_volumes_is_in_memory_and_bounded() {
        assertThat(services().values().stream()
                        .flatMap(service -> ((List<?>) service.getOrDefault("tmpfs", List.of())).stream())
                        .map(String::valueOf))
                .hasSizeGreaterThan(5)
                .allMatch(folder -> folder.contains(":size="));
    }

    /** Docker writes the second beside each line that it keeps; {@code ConsoleFilterTest} tries these settings. */
    @Test
    void after_its_start_a_service_logs_into_its_memory_alone() {
        for (String name : List.of("intake", "triage", "notify")) {
            assertThat((List<?>) services().get(name).get("tmpfs")).asString().contains("/tmp:");
            assertThat((Map<?, ?>) services().get(name).get("environment"))
                    .extracting(environment -> Map.of(
                            "filter", environment.get("QUARKUS_LOG_CONSOLE_FILTER"),
                            "file", environment.get("QUARKUS_LOG_FILE_ENABLED"),
                            "path", environment.get("QUARKUS_LOG_FILE_PATH"),
                            "format", environment.get("QUARKUS_LOG_FILE_FORMAT")))
                    .isEqualTo(Map.of(
                            "filter", "start",
                            "file", "true",
                            "path", "/tmp/log",
                            "format", "%d{yyyy-MM-dd} %-5p [%c{2.}] %s%e%n"));
        }
    }

    @Test
    void only_this_machine_reaches_what_listens_but_partners_way_in() {
        Set<String> listening = Set.of("triage", "keycloak", "sign-in", "partners-way-in");
        assertThat(services()).allSatisfy((name, service) -> {
            assertThat(service.get("network_mode"))
                    .isEqualTo(name.endsWith("-migrations") ? "service:" + name.replace("migrations", "db") : null);
            assertThat((List<?>) service.getOrDefault("ports", List.of()))
                    .hasSize(listening.contains(name) ? 1 : 0)
                    .allMatch(port ->
                            name.equals("partners-way-in") || port.toString().startsWith("127.0.0.1:"));
        });
    }

    @Test
    void where_staff_sign_in_keycloak_itself_does_not_listen() throws IOException {
        assertThat(services().get("sign-in").get("ports"))
                .isEqualTo(List.of("127.0.0.1:${PENAH_KEYCLOAK_PORT:-8180}:8080"));
        assertThat(services().get("keycloak").get("ports"))
                .isEqualTo(List.of("127.0.0.1:${PENAH_KEYCLOAK_ADMIN_PORT:-8181}:8080"));
        assertThat(services().get("sign-in").get("volumes").toString())
                .contains("../k8s/base/identity/sign-in/nginx.conf:/etc/nginx/nginx.conf:ro");
        assertThat(on("staff-onion")).containsExactlyInAnyOrder("staff-onion", "triage", "sign-in");
        assertThat(networks(services().get("staff-onion").get("networks")))
                .containsExactlyInAnyOrder("staff-onion", "internet");
        String torrc = Files.readString(Path.of("../k8s/base/staff-onion/torrc"));
        assertThat((List<?>) services().get("staff-onion").get("extra_hosts"))
                .allSatisfy(host -> {
                    String[] nameAndAddress = host.toString().split(":", 2);
                    String service = nameAndAddress[0].substring(0, nameAndAddress[0].indexOf('.'));
                    assertThat(torrc).contains(" " + nameAndAddress[0] + ":");
                    assertThat(((Map<?, ?>) services().get(service).get("networks")).get("staff-onion"))
                            .isEqualTo(Map.of("ipv4_address", nameAndAddress[1]));
                })
                .hasSize(2);
    }

    /** Without it, dockerd's log names Liquibase's server at each start. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stack/src/main/images/keycloak.Containerfile",
                "k8s/base/identity/keycloak.yaml",
                "testbed/src/main/java/org/penah/testbed/keycloak/KeycloakDistribution.java"
            })
    void keycloak_tells_the_makers_of_its_parts_nothing(String file) throws IOException {
        assertThat(Path.of("..", file)).content().contains("-Dliquibase.analytics.enabled=false");
    }

    /** Or one who broke into tor lists themselves. */
    @Test
    void code_in_staffs_tor_lists_nobody() {
        assertThat(services().get("staff-onion").get("volumes").toString())
                .contains("target=/var/lib/tor/staff-onion/authorized_clients, read_only=true");
    }

    @Test
    void a_new_server_takes_a_network_that_docker_gives_to_nobody_else() {
        // When
        String network = new CommandLine(new ServerCommand())
                .getSubcommands()
                .get("install")
                .getCommandSpec()
                .findOption("--onion-network")
                .defaultValue();

        // Then
        assertThat(network).matches("10\\..*|172\\.16\\..*");
    }

    @Test
    void a_zone_reaches_nothing_outside() {
        Map<String, Map<String, Object>> networks = of("networks");
        assertThat(networks.keySet())
                .containsExactlyInAnyOrder(
                        "edge",
                        "onion",
                        "desk",
                        "staff-onion",
                        "outgoing",
                        "partners",
                        "callers",
                        "canary",
                        "sources",
                        "staff",
                        "world",
                        "internet");
        assertThat(List.of(
                        "edge", "onion", "desk", "outgoing", "partners", "callers", "canary", "sources", "staff-onion"))
                .allSatisfy(zone -> assertThat(networks.get(zone)).containsEntry("internal", true));
        assertThat(on("internet"))
                .containsExactlyInAnyOrder("tor", "staff-onion", "notify", "notify-tor", "canary-tor");
        assertThat(on("callers")).containsExactlyInAnyOrder("notify", "partners-way-in");
        assertThat(on("world")).containsExactly("partners-way-in");
        assertThat(services().get("partners-way-in")).containsEntry("profiles", List.of("partners"));
        assertThat(services().get("staff-onion")).containsEntry("profiles", List.of("staff-onion"));
        assertThat(on("partners")).containsExactlyInAnyOrder("notify", "notify-tor");
        assertThat(networks(services().get("notify-tor").get("networks")))
                .containsExactlyInAnyOrder("partners", "internet");
        assertThat(((Map<?, ?>) services().get("notify-tor").get("networks")).get("partners"))
                .isEqualTo(Map.of(
                        "ipv4_address",
                        ((Map<?, ?>) services().get("notify").get("environment")).get("PENAH_EGRESS_TOR_HOST")));
        assertThat(on("canary")).containsExactlyInAnyOrder("notify", "canary-partner");
        assertThat(on("sources")).containsExactlyInAnyOrder("canary", "canary-tor");
        assertThat(networks(services().get("canary").get("networks"))).containsExactly("sources");
        assertThat(networks(services().get("canary-partner").get("networks"))).containsExactly("canary");
        assertThat(on("onion")).containsExactlyInAnyOrder("tor", "intake");
        assertThat(networks(services().get("intake").get("networks"))).isSubsetOf("edge", "onion");
    }

    /** A key that a ConfigMap lacks, and that is not optional, keeps a pod from starting. */
    /** After a power cut the first to start would take the address of another one, which would stay down. */
    @Test
    void where_one_container_has_a_fixed_address_each_has_another_one() {
        Map<String, List<Object>> addresses = new HashMap<>();
        services().values().forEach(service -> {
            Object networks = service.getOrDefault("networks", List.of());
            networks(networks)
                    .forEach(network -> addresses
                            .computeIfAbsent(network, each -> new ArrayList<>())
                            .add(
                                    networks instanceof Map<?, ?> said && said.get(network) instanceof Map<?, ?> details
                                            ? String.valueOf(details.get("ipv4_address"))
                                            : "null"));
        });

        assertThat(addresses.entrySet())
                .filteredOn(addressesOf -> addressesOf.getValue().stream().anyMatch(address -> !address.equals("null")))
                .hasSize(3)
                .allSatisfy(addressesOf -> assertThat(addressesOf.getValue())
                        .doesNotContain("null")
                        .doesNotHaveDuplicates());
    }

    @Test
    void the_form_is_given_the_operators_words_in_every_language_and_starts_without_them() {
        assertThat(services().get("intake").get("volumes").toString()).contains("/keys/words:/etc/penah/keys/words:ro");
        assertThat(List.of("edge/intake.yaml", "onion/onion.yaml"))
                .allSatisfy(file -> assertThat(Path.of("../k8s/base", file))
                        .content()
                        .contains("name: keys\n            optional: true")
                        .contains(OperatorWords.LANGUAGES.stream()
                                .map(language -> "{ key: %1$s.txt, path: words/%1$s.txt }".formatted(language))
                                .toList()));
    }

    @Test
    void migrations_alone_are_given_the_password_of_a_databases_owner() {
        assertThat(List.of("intake", "triage", "notify"))
                .allSatisfy(name -> assertThat(services().entrySet().stream()
                                .filter(service -> service.getValue()
                                        .getOrDefault("secrets", List.of())
                                        .toString()
                                        .contains("postgres-" + name + "-owner"))
                                .map(Map.Entry::getKey))
                        .containsExactlyInAnyOrder(name + "-migrations", name + "-db"));
    }

    private static List<String> on(String network) {
        return services().entrySet().stream()
                .filter(service -> networks(service.getValue().getOrDefault("networks", List.of()))
                        .contains(network))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Set<String> networks(Object said) {
        return (said instanceof Map<?, ?> map ? map.keySet() : (List<?>) said)
                .stream().map(String::valueOf).collect(Collectors.toSet());
    }

    private static Map<String, Map<String, Object>> services() {
        return of("services");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> of(String key) {
        return (Map<String, Map<String, Object>>) PICTURE.get(key);
    }

    private static Map<String, Object> picture() {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of("compose.yaml")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
