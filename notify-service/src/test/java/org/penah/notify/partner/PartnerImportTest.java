package org.penah.notify.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;

class PartnerImportTest {

    @TempDir
    Path folder;

    @Test
    void reads_the_profile_that_a_partners_own_program_prints() throws Exception {
        // Given
        new Home(folder).initialise("safe-house", URI.create("https://safe-house.example/"), true, Profile.SLOTS);
        Path file = folder.resolve("import.json");
        Files.writeString(file, "[" + Files.readString(folder.resolve("profile.json")) + "]");

        // When
        PartnerProfile profile = PartnerImport.read(file).get(0);

        // Then
        assertThat(profile.name()).isEqualTo("safe-house");
        assertThat(profile.acceptsSourceAsserted()).isTrue();
        assertThat(profile.channel()).isEqualTo(Channel.SLOTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[{}]",
                "[{\"name\":\"safe-house\",\"surprise\":\"the canary\"}]",
                "[] and more",
                "[{\"name\":\"the canary\"}]"
            })
    void anything_else_is_refused_without_being_quoted(String text) throws Exception {
        // Given
        Path file = folder.resolve("import.json");
        Files.writeString(file, text);

        // When
        assertThatThrownBy(() -> PartnerImport.read(file))
                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("penah.partners.import-file")
                .hasMessageNotContaining("canary");
    }

    @Test
    void takes_staff_on_duty_as_the_guide_shows_them() throws Exception {
        // Given
        Profile own = new Home(folder).initialise("any", URI.create("https://any.example/"), false, Profile.SLOTS);
        String guide = Files.readString(Path.of("../docs/operations.md"));
        int begin = guide.indexOf("```json", guide.indexOf("## Staff on duty")) + "```json".length();
        String shown = guide.substring(begin, guide.indexOf("```", begin));
        Path file = folder.resolve("import.json");
        Files.writeString(file, shown.replace("age1pq1…", own.recipient()).replace("whpk_…", own.acknowledgementKey()));

        // When
        PartnerProfile profile = PartnerImport.read(file).get(0);

        // Then
        assertThat(profile.staff()).isTrue();
        assertThat(profile.tier()).isOne();
        assertThat(profile.hours()).isNotNull();
    }

    @Test
    void a_file_that_says_that_a_person_has_looked_is_still_read() throws Exception {
        // Given
        Profile own =
                new Home(folder).initialise("safe-house", URI.create("https://any.example/"), false, Profile.SLOTS);
        Path file = Files.writeString(
                folder.resolve("import.json"), """
                [{"name":"safe-house","url":"https://any.example/","recipient":"%s","acknowledgementKey":"%s",
                "acceptsSourceAsserted":false,"gone":false}]""".formatted(own.recipient(), own.acknowledgementKey()));

        // Then
        assertThat(PartnerImport.read(file)).hasSize(1);
    }

    @Test
    void only_post_quantum_recipients_are_taken() {
        assertThatThrownBy(() -> new PartnerProfile(
                        "safe-house",
                        URI.create("https://safe-house.example/"),
                        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
                        org.penah.sealing.webhook.SigningKey.generate()
                                .publicKey()
                                .toString(),
                        true,
                        Channel.EDGE,
                        1,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
