package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.penah.intake.circuit.OnionSource;

/** Forms that we do not wait for, or have no room for, until they are whole. */
@QuarkusTest
@TestProfile(GivenUpTest.Impatient.class)
class GivenUpTest {

    private static final int FORMS_OF_CIRCUIT = 8;

    public static class Impatient implements QuarkusTestProfile {

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("penah.upload.max-time", "3s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(LocalPostgres.class),
                    new TestResourceEntry(LocalBroker.class),
                    new TestResourceEntry(LocalKeys.class));
        }
    }

    private final Source source = new Source();
    private final List<Path> before = Source.blobs();

    @Test
    void a_form_that_takes_too_long_is_told_and_nothing_of_it_is_kept() throws IOException {
        // When
        String answer = answer(new OnionSource(900).begin(half()));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 408").contains("This took longer than we can wait");
        nothingIsKept();
    }

    @Test
    void a_form_that_gives_way_to_others_is_told_and_nothing_of_it_is_kept() throws IOException {
        // Given
        OnionSource circuit = new OnionSource(901);
        List<Socket> forms = new ArrayList<>();

        // When
        for (int each = 0; each <= FORMS_OF_CIRCUIT; each++) {
            forms.add(circuit.begin(half()));
        }

        // Then
        List<String> answers = new ArrayList<>();
        for (Socket form : forms) {
            answers.add(answer(form));
        }
        assertThat(answers)
                .filteredOn(answer -> answer.startsWith("HTTP/1.1 503"))
                .singleElement()
                .asString()
                .contains("there was no room for yours");
        nothingIsKept();
    }

    private byte[] half() {
        return new Multipart()
                .field("once", source.once())
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "What I saw.")
                .file("a.bin", "video/mp4", new byte[500_000])
                .cutOff();
    }

    private static String answer(Socket form) throws IOException {
        try (form) {
            return new String(form.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void nothingIsKept() {
        Source.nothingNewSince(before);
        assertThat(LocalPostgres.ask("select tip_id from tip")).isEmpty();
    }
}
