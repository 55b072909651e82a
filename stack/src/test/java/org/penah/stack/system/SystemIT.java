package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.penah.stack.canary.Canary;
import org.penah.stack.story.Steps;
import org.penah.stack.story.Story;

/** The images that are shipped, on networks like the zones, and the story of the demo through them. */
class SystemIT {

    private static ComposedStack composed;

    @BeforeAll
    static void start() throws Exception {
        String missing = missing();
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED: the system tests do not run, because " + missing + "; see docs/install.md");
        }
        assumeTrue(missing.isEmpty(), missing);
        composed = new ComposedStack();
    }

    @AfterAll
    static void stop() throws IOException {
        if (composed != null) {
            composed.close();
        }
    }

    private static String missing() throws InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return "only root can read what users of containers wrote";
        }
        for (String needed :
                List.of("docker info", "docker compose version", "mmdebstrap --version", "src/test/compose/can-run")) {
            try {
                Process asked = new ProcessBuilder(needed.split(" ", -1))
                        .redirectErrorStream(true)
                        .start();
                String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (asked.waitFor() != 0) {
                    return needed + " fails: " + said.strip();
                }
            } catch (IOException notThere) {
                return "there is no " + needed;
            }
        }
        return "";
    }

    @Test
    void the_story_of_the_demo_is_walked_through_the_images() {
        new Story(composed.stack(), new Steps(System.out), Path.of("target/js"), Canary.random()).play();
    }

    @Test
    void tor_makes_an_onion_address_from_the_torrc_that_is_shipped() throws Exception {
        String said = composed.read("tor", "/var/lib/tor/penah/hostname");

        assertThat(said).containsPattern("^[a-z2-7]{56}\\.onion");
    }
}
