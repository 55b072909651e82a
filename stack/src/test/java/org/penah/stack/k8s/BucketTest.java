package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bucket grants, and who holds what opens it. */
class BucketTest {

    private static final Path POLICIES = Path.of("../k8s/bucket");

    @ParameterizedTest
    @CsvSource({"intake, s3:PutObject", "triage, s3:GetObject s3:DeleteObject"})
    void a_service_may_do_to_objects_what_it_must_and_nothing_to_the_bucket(String service, String rights)
            throws Exception {
        // When
        JsonNode statements = policy(service).path("Statement");

        // Then
        assertThat(statements).hasSize(1);
        JsonNode only = statements.get(0);
        assertThat(only.path("Effect").asText()).isEqualTo("Allow");
        assertThat(texts(only.path("Action"))).containsExactlyInAnyOrder(rights.split(" "));
        assertThat(texts(only.path("Resource"))).containsExactly("arn:aws:s3:::penah-tips/*");
        assertThat(only.at("/Principal/AWS").asText()).endsWith("user/" + service + "-blobs");
        assertThat(only.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("true");
    }

    @Test
    void what_was_put_can_not_be_put_over() throws Exception {
        // When
        JsonNode condition = policy("intake").at("/Statement/0/Condition/Null");

        // Then: the header If-None-Match must be there
        assertThat(condition.path("s3:if-none-match").asText()).isEqualTo("false");
    }

    @Test
    void each_service_has_its_own_user_and_both_the_same_bucket() {
        // Given
        Manifests manifests = Manifests.of("ha");
        Set<String> users = new TreeSet<>();

        // When
        manifests.eachContainer(container -> Manifests.elements(container.spec().path("env"))
                .filter(variable -> variable.path("name").asText().startsWith("PENAH_BLOBS_BUCKET_"))
                .forEach(variable -> users.add(container.spec().path("name").asText() + " "
                        + variable.at("/valueFrom/secretKeyRef/name").asText())));
        List<JsonNode> places = manifests
                .ofKind("ConfigMap")
                .filter(map -> map.at("/metadata/name").asText().equals("bucket"))
                .map(map -> map.path("data"))
                .toList();

        // Then
        assertThat(users).containsExactly("intake intake-blobs", "triage triage-blobs");
        assertThat(places).hasSize(2);
        assertThat(places.get(0)).isEqualTo(places.get(1));
        assertThat(places.get(0).path("PENAH_BLOBS_BUCKET_ENDPOINT").asText()).startsWith("https://");
    }

    @Test
    void a_store_with_its_own_authority_is_trusted_where_the_guide_says() throws Exception {
        // Given
        Manifests manifests = Manifests.of("ha");
        Set<String> holders = new TreeSet<>();

        // When
        manifests.eachContainer(container -> Manifests.elements(container.spec().path("volumeMounts"))
                .filter(mount -> mount.path("name").asText().equals("blobs-authority"))
                .forEach(mount -> holders.add(container.spec().path("name").asText() + " "
                        + mount.path("mountPath").asText())));

        // Then
        assertThat(holders).containsExactly("intake /etc/penah/blobs-authority", "triage /etc/penah/blobs-authority");
        assertThat(Files.readString(Path.of("../docs/install.md")))
                .contains("QUARKUS_TLS_BLOBS_TRUST_STORE_PEM_CERTS: /etc/penah/blobs-authority/ca.pem")
                .contains("create configmap blobs-authority --from-file=ca.pem");
    }

    private static JsonNode policy(String service) throws Exception {
        return new ObjectMapper()
                .readTree(POLICIES.resolve(service + "-policy.json").toFile());
    }

    private static List<String> texts(JsonNode value) {
        return value.isArray() ? Manifests.elements(value).map(JsonNode::asText).toList() : List.of(value.asText());
    }
}
