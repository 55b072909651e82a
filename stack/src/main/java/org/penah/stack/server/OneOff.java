package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.stack.StackFailure;

/** Runs one of our images once, without a network, to make something in the server's settings. */
record OneOff(Installation server) {

    /** Of the users in containers, as in compose.yaml. */
    static final String ROOT = "0:0";

    static final String AGAIN = "Mend what it says and repeat this; it goes on from here.";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** With its version, as compose.yaml starts it. */
    String image(String name) throws IOException {
        Matcher image =
                Pattern.compile("image: (penah/" + name + ":\\S+)").matcher(Files.readString(server.composition()));
        if (!image.find()) {
            throw new StackFailure("%s starts no %s".formatted(server.composition(), name));
        }
        return image.group(1);
    }

    /**
     * Has it make what is missing.
     *
     * @param volume as docker has it
     * @return what it prints
     */
    String init(String user, String volume, String image, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("run", "--rm", "--network", "none", "--user", user, "--volume", volume, image(image), "init"));
        command.addAll(List.of(arguments));
        return server.programs()
                .ask(PATIENCE, "docker", command.toArray(String[]::new))
                .orElseThrow(
                        () -> new StackFailure("docker %s failed. %s".formatted(String.join(" ", command), AGAIN)));
    }
}
