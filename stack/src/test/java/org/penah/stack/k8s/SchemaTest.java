package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object against the types of Kubernetes 1.32, cert-manager and the Prometheus operator: no field that they do not have. */
class SchemaTest {

    /** Those of which Maven Central has no types. */
    private static final Set<String> UNCHECKED = Set.of(
            "postgresql.cnpg.io/v1",
            "barmancloud.cnpg.io/v1",
            "rabbitmq.com/v1beta1",
            "k8s.keycloak.org/v2alpha1",
            "external-secrets.io/v1");

    /** Fields of Keycloak's operator since 26.1 and 26.2; the definitions may be older than the version that docs/install.md asks for. */
    private static final String NEWER_IN_KEYCLOAK = ".*'(networkPolicy|bruteForceStrategy)'.*";

    private static final Map<String, String> PACKAGES = Map.of(
            "v1", "io.fabric8.kubernetes.api.model.",
            "apps/v1", "io.fabric8.kubernetes.api.model.apps.",
            "batch/v1", "io.fabric8.kubernetes.api.model.batch.v1.",
            "networking.k8s.io/v1", "io.fabric8.kubernetes.api.model.networking.v1.",
            "policy/v1", "io.fabric8.kubernetes.api.model.policy.v1.",
            "autoscaling/v2", "io.fabric8.kubernetes.api.model.autoscaling.v2.",
            "cert-manager.io/v1", "io.fabric8.certmanager.api.model.v1.",
            "monitoring.coreos.com/v1", "io.fabric8.openshift.api.model.monitoring.v1.");

    /** The types collect unknown fields in a map; here they accept none. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#allAndComponents")
    void no_object_has_a_field_that_its_type_lacks(Manifests manifests) {
        Set<String> unchecked = new TreeSet<>();
        for (JsonNode object : manifests.objects()) {
            String version = object.path("apiVersion").asText();
            if (PACKAGES.containsKey(version)) {
                assertThat(read(object)).as(Manifests.name(object)).isNotNull();
            } else {
                unchecked.add(version);
            }
        }
        assertThat(unchecked).isEqualTo(new TreeSet<>(UNCHECKED));
    }

    @Test
    void a_field_that_is_mistyped_is_found() {
        // Given
        JsonNode deployment = Manifests.of("ha")
                .ofKind("Deployment")
                .findFirst()
                .orElseThrow()
                .deepCopy();
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0/securityContext")).put("readOnlyRoot", true);

        // When
        assertThatThrownBy(() -> read(deployment))

                // Then
                .hasMessageContaining("readOnlyRoot");
    }

    /** Their definitions are in the folder that {@code -Dpenah.crds} names, as files of the operators' releases. */
    @ParameterizedTest
    @MethodSource("org.penah.stack.k8s.Manifests#allAndComponents")
    void no_object_of_an_operator_differs_from_its_definition(Manifests manifests) throws IOException {
        // Given
        String folder = System.getProperty("penah.crds");
        assumeThat(folder)
                .as("-Dpenah.crds names a folder with the operators' CustomResourceDefinitions")
                .isNotNull();
        Map<String, JsonNode> definitions = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (Path file :
                    files.filter(each -> each.toString().matches(".*\\.ya?ml")).toList()) {
                JsonNode definition = new YAMLMapper().readTree(file.toFile());
                String kind = definition.at("/spec/names/kind").asText();
                String group = definition.at("/spec/group").asText();
                definition
                        .at("/spec/versions")
                        .forEach(version -> definitions.put(
                                group + "/" + version.path("name").asText() + " " + kind,
                                strict(version.at("/schema/openAPIV3Schema"))));
            }
        }

        // Then
        List<JsonNode> objects = manifests.objects().stream()
                .filter(object -> UNCHECKED.contains(object.path("apiVersion").asText()))
                .toList();
        assertThat(objects.size()).isGreaterThan(60);
        for (JsonNode object : objects) {
            String type = object.path("apiVersion").asText() + " "
                    + object.path("kind").asText();
            assertThat(definitions).containsKey(type);
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(definitions.get(type))
                            .validate(object))
                    .as(Manifests.name(object))
                    .extracting(ValidationMessage::getMessage)
                    .filteredOn(message -> !message.matches(NEWER_IN_KEYCLOAK))
                    .isEmpty();
        }
    }

    /** An API server takes out what a definition does not name; here it is an error. */
    private static JsonNode strict(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        refuseUnknown(copy);
        for (String everywhere : List.of("apiVersion", "kind", "metadata")) {
            ((ObjectNode) copy.path("properties")).set(everywhere, JsonNodeFactory.instance.objectNode());
        }
        return copy;
    }

    private static void refuseUnknown(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").asText().equals("object")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(SchemaTest::refuseUnknown);
    }

    private static Object read(JsonNode object) {
        String type = PACKAGES.get(object.path("apiVersion").asText())
                + object.path("kind").asText();
        try {
            return STRICT.treeToValue(object, Class.forName(type));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("there is no such kind: " + Manifests.name(object), e);
        } catch (JsonProcessingException e) {
            throw new AssertionError(Manifests.name(object) + ": " + e.getOriginalMessage(), e);
        }
    }
}
