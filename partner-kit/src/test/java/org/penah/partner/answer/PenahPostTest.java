package org.penah.partner.answer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.Penah;
import org.penah.partner.StallingServer;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;

class PenahPostTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_answer_that_stalls_after_its_headers_fails_at_the_deadline() throws Exception {
        try (StallingServer stalling = new StallingServer();
                Penah penah = new Penah()) {
            // Given
            Home home = new Home(folder);
            home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.EDGE);
            penah.credentials(folder.resolve("penah.json"), "safe-house");
            PenahPost post = new PenahPost(home, Clock.systemUTC(), Duration.ofSeconds(2));

            // When, Then
            assertThatThrownBy(() -> post.send(stalling.address(), "id", new byte[3]))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("Penah's answer did not end in time");
        }
    }
}
