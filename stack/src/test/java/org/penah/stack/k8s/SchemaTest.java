package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object against the types of Kubernetes 1.32, cert-manager and the Prometheus operator: no field that they do not have. */
class SchemaTest {

    /** Those of which Maven Central has no types; docs/operations.md says that only a cluster checks them. */
    private static final Set<String> UNCHECKED = Set.of(
            "postgresql.cnpg.io/v1",
            "barmancloud.cnpg.io/v1",
            "rabbitmq.com/v1beta1",
            "k8s.keycloak.org/v2alpha1",
            "external-secrets.io/v1");

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
    @MethodSource("org.penah.stack.k8s.Manifests#all")
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
