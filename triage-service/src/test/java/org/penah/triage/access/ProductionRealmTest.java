package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.penah.triage.Json;

/** The realm for production in a real Keycloak, with real codes. */
@QuarkusTest
class ProductionRealmTest {

    @Test
    void the_second_factor_is_mandatory_and_asked_for_again_before_a_dangerous_deed() {
        // Given somebody whose password alone does not let them in
        SecondFactor dilara = new SecondFactor("dilara");
        assertThat(dilara.isIn()).isFalse();
        assertThat(dilara.mustSetUp()).isTrue();

        // When they set up their phone, sign in with it, and step up with it
        dilara.setUp(-1);
        JsonNode first = dilara.idToken();
        dilara.again("dilara");
        assertThat(dilara.isAskedForACode()).isTrue();
        dilara.type(dilara.code(0));
        JsonNode second = dilara.idToken();
        dilara.stepUp();
        assertThat(dilara.isAskedForACode()).isTrue();
        dilara.type(dilara.code(1));
        JsonNode third = dilara.idToken();

        // Then
        assertThat(first.path("acr").asText()).isEqualTo("signed-in");
        assertThat(second.path("acr").asText()).isEqualTo("signed-in");
        assertThat(third.path("acr").asText()).isEqualTo(StepUp.LEVEL);
        assertThat(third.path("auth_time").asLong())
                .isGreaterThanOrEqualTo(second.path("auth_time").asLong());
        assertThat(third.path("roles").toString()).isEqualTo("[\"lead\"]");
    }

    @Test
    void a_code_counts_once() {
        // Given
        SecondFactor samir = new SecondFactor("samir");
        String code;
        samir.setUp(-1);
        samir.again("samir");
        code = samir.code(0);
        samir.type(code);
        assertThat(samir.isIn()).isTrue();
        samir.again("samir");

        // When
        samir.type(code);

        // Then
        assertThat(samir.isIn()).isFalse();
    }

    @Test
    void somebody_who_tries_many_codes_has_to_wait_even_with_the_right_one() {
        // Given
        SecondFactor tural = new SecondFactor("tural");
        tural.setUp(-1);
        tural.again("tural");
        for (int i = 0; i < 6; i++) {
            tural.type("00000" + i);
        }

        // When
        tural.type(tural.code(0));

        // Then
        assertThat(tural.isIn()).isFalse();
    }

    @Test
    void the_demo_differs_in_what_it_must_and_in_nothing_else() throws IOException {
        // Given
        ObjectNode production = realm("../k8s/keycloak/penah-realm.json");
        ObjectNode demo = realm("../stack/src/main/keycloak/penah-realm.json");
        assertThat(production.path("sslRequired").asText()).isEqualTo("all");
        assertThat(production.has("users")).isFalse();
        assertThat(demo.path("displayNameHtml").asText()).contains("DEMO");

        // When
        for (ObjectNode realm : List.of(production, demo)) {
            realm.remove(List.of(
                    "displayName",
                    "displayNameHtml",
                    "sslRequired",
                    "authenticationFlows",
                    "requiredActions",
                    "users"));
            realm.properties()
                    .removeIf(field -> field.getKey().startsWith("otpPolicy")
                            || field.getKey().startsWith("webAuthnPolicy"));
            ((ObjectNode) realm.at("/clients/0")).remove("name");
        }

        // Then
        assertThat(demo).isEqualTo(production);
    }

    private static ObjectNode realm(String file) throws IOException {
        return (ObjectNode) Json.of(Files.readString(Path.of(file)));
    }
}
